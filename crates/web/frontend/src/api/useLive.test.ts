import type { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keys } from './keys'
import type { LiveMessage } from './live'
import type { FollowUpRow } from './types'

// The connection reads the address of the page when it is made.
vi.mock('./live', () => ({ live: {} }))
const { cacheUpdater } = await import('./useLive')

function listening() {
  const refreshed: unknown[] = []
  const reset = vi.fn()
  const client = {
    invalidateQueries: ({ queryKey, type }: { queryKey: unknown; type?: string }) =>
      void refreshed.push(type ? [type, queryKey] : queryKey),
    resetQueries: reset,
  } as unknown as QueryClient
  const hear: (message: LiveMessage) => void = cacheUpdater(client)
  return { hear, refreshed, reset }
}

describe('what a message makes old', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('a deleted follow-up: its lists, and its call where it is named', () => {
    const { hear, refreshed } = listening()
    hear({ type: 'follow_up_deleted', seq: 1, follow_up_id: 'f' })
    expect(refreshed).toEqual([keys.notifications.counts, keys.followUps.all, keys.triage.all])
    hear({ type: 'follow_up_deleted', seq: 2, follow_up: { call_id: 'c' } as FollowUpRow })
    expect(refreshed).toContainEqual(keys.calls.detail('c'))
  })

  it('a room: who is in that call, and who is asked into one', () => {
    const { hear, refreshed } = listening()
    hear({ type: 'room_changed', seq: 1, call_id: 'c' })
    expect(refreshed).toEqual([keys.rooms.room('c'), keys.rooms.invitations])
  })

  it('a sentence: the transcript of its call, at most once a second, and nothing else', () => {
    const { hear, refreshed } = listening()
    for (let seq = 1; seq <= 10; seq += 1) {
      hear({ type: 'transcript_grew', seq, call_id: seq % 2 ? 'a' : 'b' })
      vi.advanceTimersByTime(100)
    }
    vi.advanceTimersByTime(1000)
    const [a, b] = [keys.calls.transcript('a'), keys.calls.transcript('b')]
    expect(refreshed[0]).toEqual(a)
    expect(refreshed.slice(1).filter((key) => JSON.stringify(key) === JSON.stringify(a))).toHaveLength(1)
    expect(refreshed).toContainEqual(b)
    expect(refreshed).toHaveLength(3)
  })

  it('an import: numbers now and then, and never the rows that somebody reads', () => {
    const { hear, refreshed, reset } = listening()
    for (let seq = 1; seq <= 40; seq += 1) {
      hear({ type: 'calls_imported', seq, rows: 500 })
      vi.advanceTimersByTime(50)
    }
    expect(reset).not.toHaveBeenCalled()
    expect(refreshed.length).toBeLessThan(15)
    expect(refreshed).not.toContainEqual(keys.calls.lists)
    expect(refreshed).toContainEqual(['inactive', keys.calls.lists])
  })
})
