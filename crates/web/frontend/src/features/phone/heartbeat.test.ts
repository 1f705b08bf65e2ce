import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BEAT_MS, startHeartbeat } from './heartbeat'

describe('a browser that says it is there', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('at once, every half minute, and no more once it stops', async () => {
    const beat = vi.fn(() => Promise.resolve())
    const stop = startHeartbeat(beat, () => undefined)
    expect(beat).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(2 * BEAT_MS)
    expect(beat).toHaveBeenCalledTimes(3)
    stop()
    await vi.advanceTimersByTimeAsync(5 * BEAT_MS)
    expect(beat).toHaveBeenCalledTimes(3)
  })

  it('tells when the server has not heard it twice, and when it hears again', async () => {
    let broken = true
    const heard = vi.fn()
    const stop = startHeartbeat(() => (broken ? Promise.reject(new Error()) : Promise.resolve()), heard)
    await vi.advanceTimersByTimeAsync(0)
    expect(heard).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(BEAT_MS)
    expect(heard).toHaveBeenLastCalledWith(false)
    broken = false
    await vi.advanceTimersByTimeAsync(BEAT_MS)
    expect(heard).toHaveBeenLastCalledWith(true)
    stop()
  })

  it('tells nothing after it was stopped', async () => {
    const heard = vi.fn()
    startHeartbeat(() => Promise.resolve(), heard)()
    await vi.advanceTimersByTimeAsync(BEAT_MS)
    expect(heard).not.toHaveBeenCalled()
  })
})
