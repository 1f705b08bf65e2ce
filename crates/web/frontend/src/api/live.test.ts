// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveConnection, type LiveMessage, retryDelay } from './live'

class FakeSocket {
  static made: FakeSocket[] = []
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  constructor(readonly url: string) {
    FakeSocket.made.push(this)
  }
  close() {
    this.onclose?.()
  }
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

const newest = () => {
  const socket = FakeSocket.made.at(-1)
  if (!socket) throw new Error('no socket was opened')
  return socket
}

describe('the live connection', () => {
  let live: LiveConnection
  let heard: LiveMessage[]

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
    FakeSocket.made = []
    heard = []
    live = new LiveConnection(() => 'ws://desk/ws/calls')
    live.subscribe((message) => heard.push(message))
    live.start()
  })
  afterEach(() => {
    live.stop()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('starts where the feed stands, and asks for what it missed when it comes back', () => {
    newest().says({ type: 'hello', seq: 40 })
    expect(live.state()).toBe('live')
    newest().says({ type: 'customer_updated', seq: 41, customer_id: 'k1' })
    newest().close()
    expect(live.state()).toBe('reconnecting')
    vi.advanceTimersByTime(1000)
    expect(newest().url).toBe('ws://desk/ws/calls?after=41')
    newest().says({ type: 'hello', seq: 44 })
    newest().says({ type: 'customer_updated', seq: 42, customer_id: 'k2' })
    expect(heard.map((message) => message.seq)).toEqual([40, 41, 42])
    expect(live.state()).toBe('live')
  })

  it('says offline after several failures and goes on trying', () => {
    for (let failure = 0; failure < 4; failure += 1) {
      newest().close()
      vi.advanceTimersByTime(20_000)
    }
    expect(live.state()).toBe('offline')
    expect(FakeSocket.made).toHaveLength(5)
  })

  it('passes a reset on and continues from there', () => {
    newest().says({ type: 'hello', seq: 5 })
    newest().says({ type: 'reset', seq: 9000 })
    newest().close()
    vi.advanceTimersByTime(1000)
    expect(heard.map((message) => message.type)).toEqual(['hello', 'reset'])
    expect(newest().url).toContain('after=9000')
  })
})

describe('the wait before the next attempt', () => {
  it('doubles up to a limit and is spread', () => {
    expect(retryDelay(1, 1)).toBe(500)
    expect(retryDelay(3, 1)).toBe(2000)
    expect(retryDelay(3, 0)).toBe(1000)
    expect(retryDelay(20, 1)).toBe(15_000)
  })
})
