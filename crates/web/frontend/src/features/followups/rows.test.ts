import { describe, expect, it } from 'vitest'
import type { FollowUpRow } from '@/api/types'
import { linesOf, promiseOf } from './rows'
import { queryOf, readFollowUpsSearch } from './search'

const zone = 'America/New_York'
const now = Date.parse('2026-11-21T19:00:00Z')
const task = (id: string, more: Partial<FollowUpRow> = {}) =>
  ({
    id,
    type: 'callback',
    status: 'open',
    priority: 'normal',
    due_at: '2026-11-21T20:00:00Z',
    sla: { status: 'ok', started_at: '', paused_s: 0, arithmetic: [], fired: [] },
    ...more,
  }) as FollowUpRow

describe('linesOf', () => {
  it('puts a heading where the priority changes', () => {
    const lines = linesOf(
      [task('a', { priority: 'urgent' }), task('b', { priority: 'urgent' }), task('c')],
      now,
      zone,
    )
    expect(lines.map((line) => (line.kind === 'heading' ? line.label : line.task.id))).toEqual([
      'Urgent',
      'a',
      'b',
      'Normal',
      'c',
    ])
  })
  it('groups done ones by the day of the workspace', () => {
    const done = (id: string, at: string) => task(id, { status: 'done', completed_at: at })
    const lines = linesOf(
      [
        done('a', '2026-11-21T05:30:00Z'),
        done('b', '2026-11-21T04:30:00Z'),
        done('c', '2026-11-19T15:00:00Z'),
      ],
      now,
      zone,
    )
    expect(lines.filter((line) => line.kind === 'heading').map((line) => line.label)).toEqual([
      'Done today',
      'Done yesterday',
      'Done Nov 19',
    ])
  })
})

it('tells the chip why a clock stands still', () => {
  const paused = task('a', {
    sla: {
      ...task('a').sla,
      status: 'paused',
      pause: { reason: 'waiting_for_customer', since: '', note: '' },
    },
  })
  expect(promiseOf(paused)).toMatchObject({ paused: true, pauseReason: 'waiting for customer' })
})

describe('address', () => {
  it('drops what it does not know and keeps lists', () => {
    expect(readFollowUpsSearch({ tab: 'nonsense', type: 'callback', q: '' })).toEqual({ type: ['callback'] })
  })
  it('lets the tab decide whose they are', () => {
    expect(queryOf({ who: 'x' })).toEqual({ status: ['open'], assigned_to: 'me' })
    expect(queryOf({ tab: 'overdue', who: 'none', q: '55' })).toEqual({
      status: ['open'],
      overdue: true,
      assigned_to: 'none',
    })
  })
})
