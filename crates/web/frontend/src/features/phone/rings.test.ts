import { describe, expect, it } from 'vitest'
import type { CallRow } from '@/api/types'
import { inFront, offered, withRow } from './rings'

const row = (id: string, second: number, part: Partial<CallRow> = {}) =>
  ({
    id,
    direction: 'in',
    status: 'ringing',
    version: 1,
    started_at: `2026-06-01T12:00:${String(second).padStart(2, '0')}.000Z`,
    ...part,
  }) as CallRow
const ids = (list: readonly CallRow[]) => list.map((call) => call.id)

describe('who rings', () => {
  it('the newest comes first', () => {
    expect(ids(withRow(withRow([], row('a', 1)), row('b', 5)))).toEqual(['b', 'a'])
    expect(ids(withRow([row('b', 5)], row('a', 1)))).toEqual(['b', 'a'])
  })

  it('whoever was answered or gave up rings no more', () => {
    const list = [row('b', 5), row('a', 1)]
    expect(ids(withRow(list, row('b', 5, { status: 'in_progress', version: 2 })))).toEqual(['a'])
    expect(ids(withRow(list, row('a', 1, { status: 'missed', version: 2 })))).toEqual(['b'])
  })

  it('old news and calls of our own change nothing', () => {
    const list = [row('a', 1, { version: 3 })]
    expect(withRow(list, row('a', 1, { version: 2, status: 'missed' }))).toBe(list)
    expect(withRow(list, row('c', 7, { direction: 'out' }))).toBe(list)
    expect(withRow(list, row('c', 7, { status: 'completed' }))).toBe(list)
  })

  it('what was put aside, and what rings for minutes without an end, is not offered', () => {
    const now = Date.parse('2026-06-01T12:00:10.000Z')
    const old = row('old', 0, { started_at: '2026-06-01T11:50:00.000Z' })
    expect(ids(offered([row('b', 5), row('a', 1), old], new Set(['a']), now))).toEqual(['b'])
  })

  it('nobody is pushed away from the front; whoever has waited longest is next', () => {
    const list = [row('c', 9), row('b', 5), row('a', 1)]
    expect(inFront(list, undefined)?.id).toBe('a')
    expect(inFront(list, 'b')?.id).toBe('b')
    expect(inFront(list, 'gone')?.id).toBe('a')
    expect(inFront([], 'b')).toBeUndefined()
  })
})
