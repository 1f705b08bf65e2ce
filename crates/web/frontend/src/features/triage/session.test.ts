import { describe, expect, it } from 'vitest'
import {
  averageSeconds,
  EMPTY_SESSION,
  needsSkipReason,
  progressText,
  undoable,
  withDone,
  withoutDone,
  withSkipped,
} from './session'

const done = (id: string, seconds: number, undoUntil?: string) => ({
  id,
  name: id,
  outcome: 'booked',
  seconds,
  ...(undoUntil ? { undoUntil } : {}),
})

describe('triage session', () => {
  it('prints where one is', () => {
    let session = EMPTY_SESSION
    expect(progressText(session, 47)).toBe('1 of 47')
    session = withDone(withDone(session, done('a', 30)), done('b', 45))
    session = withSkipped(session, { id: 'c', name: 'c' })
    expect(progressText(session, 45)).toBe('3 of 47, 38 s each, 1 skipped')
    expect(progressText(session, 0)).toBe('2 of 2, 38 s each, 1 skipped')
  })
  it('counts a call once, done or skipped', () => {
    let session = withSkipped(EMPTY_SESSION, { id: 'a', name: 'a' })
    session = withDone(session, done('a', 10))
    session = withDone(session, done('a', 20))
    expect(session.skipped).toEqual([])
    expect(averageSeconds(session)).toBe(20)
  })
  it('asks why from the third skip on', () => {
    let session = withSkipped(EMPTY_SESSION, { id: 'a', name: 'a' })
    expect(needsSkipReason(session)).toBe(false)
    session = withSkipped(session, { id: 'b', name: 'b' })
    expect(needsSkipReason(session)).toBe(true)
  })
  it('undoes only the newest, and only while the server lets it', () => {
    const now = Date.parse('2026-11-21T15:00:00Z')
    const session = withDone(withDone(EMPTY_SESSION, done('a', 1)), done('b', 1, '2026-11-21T15:00:10Z'))
    expect(undoable(session, now)?.id).toBe('b')
    expect(undoable(session, now + 11_000)).toBeUndefined()
    expect(undoable(withoutDone(session, 'b'), now)?.id).toBe('a')
  })
})
