import { describe, expect, it } from 'vitest'
import type { CallDetail, Disposition } from '@/api/types'
import { draftOf, effectsOf, isDirty, missingOf, requestOf } from './draft'

const zone = 'America/New_York'
const now = Date.parse('2026-11-23T15:00:00Z')
const call = {
  direction: 'in',
  purpose: 'inbound',
  notes: '',
  follow_ups: [],
} as unknown as CallDetail
const promised = { ...call, promise: { follow_up_id: 'f' } } as CallDetail
const callback = {
  key: 'callback',
  label: 'Callback scheduled',
  class: 'open',
  requires_note: true,
  requires_follow_up: true,
  follow_up_minutes: 60,
  directions: ['in'],
  purposes: ['inbound'],
  side_effects: ['promises a callback in 60 minutes, unless one is open'],
} as unknown as Disposition
const booked = {
  ...callback,
  key: 'booked',
  class: 'won',
  requires_note: false,
  requires_follow_up: false,
  side_effects: ['completes open follow-ups of this call'],
} as Disposition

describe('missingOf', () => {
  it('wants an outcome, then what the outcome wants', () => {
    const draft = draftOf(call)
    expect(missingOf(draft, call, undefined, now, zone)).toEqual(['outcome'])
    expect(missingOf(draft, call, callback, now, zone)).toEqual(['notes'])
    expect(missingOf({ ...draft, notes: 'Boiler' }, call, callback, now, zone)).toEqual([])
    expect(missingOf(draft, call, booked, now, zone)).toEqual([])
  })
  it('wants a readable time, and one at all where the rule has none', () => {
    const draft = { ...draftOf(call), notes: 'x', when: 'soon' }
    expect(missingOf(draft, call, callback, now, zone)).toEqual(['when'])
    const { follow_up_minutes: _, ...open } = callback
    expect(missingOf({ ...draft, when: '' }, call, open, now, zone)).toEqual(['when'])
  })
  it('does not bind calls of another direction', () => {
    const outbound = { ...call, direction: 'out' } as CallDetail
    expect(missingOf(draftOf(outbound), outbound, callback, now, zone)).toEqual([])
  })
})

describe('requestOf', () => {
  it('sends only what was entered', () => {
    expect(requestOf(draftOf(call), call, booked, now, zone)).toEqual({ disposition: 'booked' })
    const draft = { ...draftOf(call), notes: 'Boiler', when: 'tomorrow 9', value: '1,200' }
    expect(requestOf(draft, call, callback, now, zone)).toEqual({
      disposition: 'callback',
      notes: 'Boiler',
      value_est_cents: 120_000,
      follow_up: { type: 'callback', due_at: '2026-11-24T14:00:00.000Z' },
    })
  })
  it('leaves an open promise alone unless a new one is wanted', () => {
    expect(requestOf(draftOf(promised), promised, callback, now, zone)).toEqual({ disposition: 'callback' })
    const wanted = { ...draftOf(promised), promises: true, when: 'in 2 h' }
    expect(requestOf(wanted, promised, callback, now, zone).follow_up?.due_at).toBe(
      '2026-11-23T17:00:00.000Z',
    )
  })
})

it('tells the follow-up as it stands in the draft', () => {
  const draft = { ...draftOf(call), when: 'tomorrow 9' }
  expect(effectsOf(draft, call, callback, now, zone)).toEqual(['promises a callback due tomorrow 9:00 AM'])
  expect(effectsOf(draftOf(call), call, callback, now, zone)).toEqual([
    'promises a callback due today 11:00 AM',
  ])
  expect(effectsOf(draftOf(call), call, booked, now, zone)).toEqual(booked.side_effects)
  expect(effectsOf(draftOf(promised), promised, callback, now, zone)).toEqual(['keeps the open promise'])
})

it('knows an untouched draft', () => {
  expect(isDirty(draftOf(call), call)).toBe(false)
  expect(isDirty({ ...draftOf(call), notes: 'x' }, call)).toBe(true)
})
