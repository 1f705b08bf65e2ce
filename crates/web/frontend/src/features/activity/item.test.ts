import { describe, expect, it } from 'vitest'
import { type ActivityItem, ended, percentOf } from './item'

const item = (more: Partial<ActivityItem>): ActivityItem => ({
  id: 'a',
  title: 'Tag Storm',
  state: 'running',
  done: 0,
  skipped: 0,
  total: 10,
  createdAt: '',
  finishedAt: undefined,
  error: undefined,
  stopping: false,
  said: '',
  actions: [],
  ...more,
})

describe('long work', () => {
  it('is as far as what was done and left together', () => {
    expect(percentOf(item({ done: 3, skipped: 2 }))).toBe(50)
    expect(percentOf(item({ total: undefined }))).toBeUndefined()
    expect(percentOf(item({ total: 0, state: 'completed' }))).toBe(100)
  })

  it('ended only when it was seen under way before', () => {
    const before = [item({ id: 'a' }), item({ id: 'b', state: 'completed' })]
    const now = [item({ id: 'a', state: 'failed' }), item({ id: 'b', state: 'completed' })]
    expect(ended(before, now).map(({ id }) => id)).toEqual(['a'])
    expect(ended(undefined, now)).toEqual([])
  })

  it('ended, too, when it began and ended between two looks, but not when it is only old', () => {
    const before = [item({ id: 'b', state: 'completed', createdAt: '2026-05-02T10:00' })]
    const quick = item({ id: 'q', state: 'completed', createdAt: '2026-05-02T10:01' })
    const old = item({ id: 'o', state: 'completed', createdAt: '2026-05-01T09:00' })
    expect(ended(before, [quick, ...before, old])).toEqual([quick])
    expect(ended([], [quick])).toEqual([quick])
  })
})
