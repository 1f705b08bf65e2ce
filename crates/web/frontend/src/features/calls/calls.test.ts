import { describe, expect, it } from 'vitest'
import type { CallPage, CallRow } from '@/api/types'
import { describe as describeFilter, FILTER_GROUPS } from './filterFields'
import { FlatRows, has, pagesWith, withInserted, withoutRows, withUpdated } from './livePages'
import { matches } from './matching'
import { filtersOf, readCallsSearch } from './search'

const row = (id: string, part: Partial<CallRow> = {}): CallRow => ({
  id,
  version: 1,
  direction: 'in',
  purpose: 'inbound',
  source: 'phone',
  lead_source: 'unknown',
  status: 'missed',
  from_e164: '+17205550142',
  to_e164: '+17205550100',
  started_at: '2026-11-21T15:00:00.000Z',
  duration_s: 0,
  agent_type: 'human',
  caller_name: 'Maria Lopez',
  outcome_required: true,
  queue_status: 'triage',
  emergency_score: 0,
  spam_score: 0,
  tags: [],
  note_start: '',
  do_not_contact: false,
  has_recording: false,
  has_transcript: false,
  escalation_status: 'none',
  after_hours: false,
  ...part,
})

const page = (data: CallRow[], has_more = false): CallPage => ({ data, has_more })
const pages = (...list: CallPage[]) => ({ pages: list, pageParams: list.map(() => undefined) })
const minute = (m: number) => ({ started_at: `2026-11-21T15:${String(m).padStart(2, '0')}:00.000Z` })
const ids = (data: { pages: CallPage[] }) => data.pages.map((one) => one.data.map((call) => call.id).join(''))

describe('loaded pages', () => {
  it('put a new call at its place in time', () => {
    const before = pages(page([row('a', minute(9)), row('c', minute(7))]), page([row('d', minute(5))], true))
    expect(ids(withInserted(before, [row('b', minute(8))]))).toEqual(['abc', 'd'])
    expect(ids(withInserted(before, [row('x', minute(10))]))).toEqual(['xac', 'd'])
  })

  it('leave out what lies beyond the loaded part', () => {
    const before = pages(page([row('a', minute(9))], true))
    expect(ids(withInserted(before, [row('old', minute(1))]))).toEqual(['a'])
    expect(ids(withInserted(pages(page([])), [row('first', minute(1))]))).toEqual(['first'])
  })

  it('are read anew where they are on screen', () => {
    const before = {
      pages: [page([row('a'), row('b')], true), page([row('c')])],
      pageParams: [undefined, 'next'],
    }
    expect(pagesWith(before, 0, 1)).toEqual([0])
    expect(pagesWith(before, 1, 3)).toEqual([0, 1])
    expect(pagesWith(before, 2, 9)).toEqual([1])
    expect(pagesWith(pages(page([])), 0, 0)).toEqual([0])
  })

  it('replace and remove single rows and keep the other pages as they are', () => {
    const before = pages(page([row('a')]), page([row('b')]))
    const after = withUpdated(before, row('b', { version: 2 }))
    expect(after.pages[0]).toBe(before.pages[0])
    expect(after.pages[1]?.data[0]?.version).toBe(2)
    expect(has(withoutRows(before, new Set(['a'])), 'a')).toBe(false)
  })

  it('never fall back to an older version', () => {
    const before = pages(page([row('a', { version: 3 })]))
    expect(withUpdated(before, row('a', { version: 2 }))).toBe(before)
  })

  it('show a row once that two pages hold', () => {
    const flat = new FlatRows()
    const rows = flat.of([page([row('a'), row('b')]), page([row('b'), row('c')])])
    expect(rows.map((call) => call.id)).toEqual(['a', 'b', 'c'])
  })

  it('become one list that grows without starting over', () => {
    const flat = new FlatRows()
    const first = page([row('a')])
    const one = flat.of([first])
    expect(flat.of([first])).toBe(one)
    expect(flat.of([first, page([row('b')])]).map((call) => call.id)).toEqual(['a', 'b'])
    expect(flat.of([page([row('z')])]).map((call) => call.id)).toEqual(['z'])
  })
})

describe('whether a live row belongs', () => {
  const context = {
    now: new Date('2026-11-21T16:00:00Z').getTime(),
    zone: 'America/New_York',
    classOf: (key: string) => (key === 'booked' ? 'won' : undefined),
  }
  const fits = (filters: Parameters<typeof matches>[1], part: Partial<CallRow> = {}) =>
    matches(row('a', part), filters, context)

  it('follows words, flags and amounts', () => {
    expect(fits({ status: ['missed', 'failed'] })).toBe(true)
    expect(fits({ status: ['completed'] })).toBe(false)
    expect(fits({ outcome_required: true })).toBe(true)
    expect(fits({ outcome_required: true }, { outcome_at: '2026-11-21T15:30:00Z' })).toBe(false)
    expect(fits({ value_min: 100 })).toBe(false)
    expect(fits({ value_min: 100 }, { value_est_cents: 10_000 })).toBe(true)
    expect(fits({ tag: ['quote'] }, { tags: ['quote', 'repeat'] })).toBe(true)
  })

  it('follows outcome, class and promise', () => {
    expect(fits({ disposition: ['none'] })).toBe(true)
    expect(fits({ disposition_class: ['won'] }, { disposition: 'booked' })).toBe(true)
    const promise = {
      follow_up_id: 'f',
      type: 'callback' as const,
      due_at: '2026-11-21T15:30:00Z',
      paused: false,
      breached: true,
    }
    expect(fits({ promise: ['overdue'] }, { promise })).toBe(true)
    expect(fits({ promise: ['ok'] }, { promise })).toBe(false)
  })

  it('finds numbers in any format, and names', () => {
    expect(fits({ search: '(720) 555-01' })).toBe(true)
    expect(fits({ search: 'lopez' })).toBe(true)
    expect(fits({ search: 'nobody' })).toBe(false)
  })

  it('follows time', () => {
    expect(fits({ from: '2026-11-21T15:00:00.000Z', to: '2026-11-21T15:00:00.001Z' })).toBe(true)
    expect(fits({ to: '2026-11-21T15:00:00.000Z' })).toBe(false)
  })

  it('follows the days of the workspace, and how far an emergency got', () => {
    expect(fits({ period: 'today' })).toBe(true)
    expect(fits({ period: 'yesterday' })).toBe(false)
    // Half past eleven in the evening before, in New York.
    expect(fits({ period: 'yesterday' }, { started_at: '2026-11-21T04:30:00Z' })).toBe(true)
    expect(fits({ period: '7d' }, { started_at: '2026-11-15T05:00:00Z' })).toBe(true)
    expect(fits({ period: '7d' }, { started_at: '2026-11-15T04:59:59Z' })).toBe(false)
    expect(fits({ escalation_status: ['queued', 'sent'] }, { escalation_status: 'sent' })).toBe(true)
    expect(fits({ escalation_status: ['queued', 'sent'] }, { escalation_status: 'acked' })).toBe(false)
  })
})

describe('the address of the list', () => {
  it('reads every filter and drops nonsense', () => {
    const search = readCallsSearch({
      status: 'missed',
      tag: ['a', 'b'],
      dnc: 'true',
      value_min: 'lots',
      sort: '-value',
      call: 'c1',
      tab: 'nowhere',
    })
    expect(search).toEqual({ status: ['missed'], tag: ['a', 'b'], dnc: true, sort: '-value', call: 'c1' })
    expect(filtersOf(search)).toEqual({ status: ['missed'], tag: ['a', 'b'], dnc: true })
  })

  it('keeps days that move with the calendar, and no instants beside them', () => {
    const search = readCallsSearch({ period: 'today', from: '2026-11-20T05:00:00.000Z', view: 'v1' })
    expect(search).toEqual({ period: 'today', view: 'v1' })
    expect(readCallsSearch({ period: 'someday' })).toEqual({})
  })

  it('offers at least the 21 filters of the API', () => {
    const offered = FILTER_GROUPS.flatMap((group) => group.fields).length
    // Dates, the search and the customer have their own places.
    expect(offered + 3).toBeGreaterThanOrEqual(21)
  })

  it('says filters in words', () => {
    const value = FILTER_GROUPS.flatMap((group) => group.fields).find(
      (field) => field.kind === 'range' && field.min === 'value_min',
    )
    if (!value) throw new Error('no filter by value')
    expect(describeFilter(value, { value_min: 100, value_max: 500 }, () => [])).toBe('$100 to $500')
    expect(describeFilter(value, {}, () => [])).toBeUndefined()
  })
})
