import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import type { CallDetail, Disposition } from '@/api/types'
import {
  collisionsOf,
  type Draft,
  effectsOf,
  estimateOf,
  missingOf,
  notesOf,
  requestOf,
  UNTOUCHED,
  withMine,
  withPart,
  withTheirs,
  writeOn,
} from './draft'

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
    const draft = UNTOUCHED
    expect(missingOf(draft, call, undefined, now, zone)).toEqual(['outcome'])
    expect(missingOf(draft, call, callback, now, zone)).toEqual(['notes'])
    expect(missingOf({ ...draft, notes: 'Boiler' }, call, callback, now, zone)).toEqual([])
    expect(missingOf(draft, call, booked, now, zone)).toEqual([])
  })
  it('wants a readable time, and one at all where the rule has none', () => {
    const draft = { ...UNTOUCHED, notes: 'x', when: 'soon' }
    expect(missingOf(draft, call, callback, now, zone)).toEqual(['when'])
    const { follow_up_minutes: _, ...open } = callback
    expect(missingOf({ ...draft, when: '' }, call, open, now, zone)).toEqual(['when'])
  })
  it('does not bind calls of another direction', () => {
    const outbound = { ...call, direction: 'out' } as CallDetail
    expect(missingOf(UNTOUCHED, outbound, callback, now, zone)).toEqual([])
  })
})

describe('requestOf', () => {
  it('sends only what was entered', () => {
    expect(requestOf(UNTOUCHED, call, booked, now, zone)).toEqual({ disposition: 'booked' })
    const draft = { ...UNTOUCHED, notes: 'Boiler', when: 'tomorrow 9', value: '1,200' }
    expect(requestOf(draft, call, callback, now, zone)).toEqual({
      disposition: 'callback',
      notes: 'Boiler',
      value_est_cents: 120_000,
      follow_up: { type: 'callback', due_at: '2026-11-24T14:00:00.000Z' },
    })
  })
  it('leaves an open promise alone unless a new one is wanted', () => {
    expect(requestOf(UNTOUCHED, promised, callback, now, zone)).toEqual({ disposition: 'callback' })
    const wanted = { ...UNTOUCHED, promises: true, when: 'in 2 h' }
    expect(requestOf(wanted, promised, callback, now, zone).follow_up?.due_at).toBe(
      '2026-11-23T17:00:00.000Z',
    )
  })
})

it('tells the follow-up as it stands in the draft', () => {
  const draft = { ...UNTOUCHED, when: 'tomorrow 9' }
  expect(effectsOf(draft, call, callback, now, zone)).toEqual(['promises a callback due tomorrow 9:00 AM'])
  expect(effectsOf(UNTOUCHED, call, callback, now, zone)).toEqual(['promises a callback due today 11:00 AM'])
  expect(effectsOf(UNTOUCHED, call, booked, now, zone)).toEqual(booked.side_effects)
  expect(effectsOf(UNTOUCHED, promised, callback, now, zone)).toEqual(['keeps the open promise'])
})

it('tells no promise twice, whatever words the server has for it', () => {
  const french = { ...callback, side_effects: ['promet un rappel dans 60 minutes'] }
  expect(effectsOf({ ...UNTOUCHED, when: 'tomorrow 9' }, call, french, now, zone)).toEqual([
    'promises a callback due tomorrow 9:00 AM',
  ])
})

describe('a call that a colleague changes meanwhile', () => {
  const before = { ...call, version: 1, notes: 'old', value_est_cents: 30_000 } as CallDetail
  const after = { ...before, version: 2, notes: 'theirs', value_est_cents: 50_000 } as CallDetail

  it('keeps what he wrote where the draft is untouched', () => {
    const draft = withPart(UNTOUCHED, { disposition: 'booked' }, before)
    expect(notesOf(draft, after)).toBe('theirs')
    expect(estimateOf(draft, after)).toBe('500')
    expect(collisionsOf(draft, after)).toEqual([])
    expect(requestOf(draft, after, booked, now, zone)).toEqual({ disposition: 'booked' })
  })

  it('is asked about where both wrote the same field', () => {
    const draft = withPart(UNTOUCHED, { notes: 'mine' }, before)
    expect(collisionsOf(draft, before)).toEqual([])
    expect(collisionsOf(draft, after).map(({ field }) => field)).toEqual(['notes'])
    const mine = withMine(draft, after)
    expect(collisionsOf(mine, after)).toEqual([])
    expect(requestOf(mine, after, booked, now, zone).notes).toBe('mine')
    const theirs = withTheirs(withPart(draft, { disposition: 'booked' }, after), after)
    expect(requestOf(theirs, after, booked, now, zone)).toEqual({ disposition: 'booked' })
  })

  it('is no quarrel when the draft goes on from what he wrote', () => {
    const chosen = withPart(UNTOUCHED, { disposition: 'booked' }, before)
    const more = withPart(chosen, { notes: 'theirs, and mine' }, after)
    expect(collisionsOf(more, after)).toEqual([])
  })

  it('has an estimate taken away only by who emptied the field', () => {
    const draft = withPart(UNTOUCHED, { value: '' }, before)
    expect(requestOf(draft, before, booked, now, zone).value_est_cents).toBeNull()
    expect(collisionsOf(draft, after).map(({ field }) => field)).toEqual(['valueCents'])
  })

  const tooLate = new ApiError({ status: 412, title: 'Someone changed it first' })
  const writing = (draft: Draft) => {
    const write = vi.fn(async (on: CallDetail) => {
      if (on.version < after.version) throw tooLate
      return on.version
    })
    const collides = (fresh: CallDetail) => collisionsOf(draft, fresh).length > 0
    return { write, done: writeOn(before, write, async () => after, collides) }
  }

  it('is written on as it is now, when the colleague was faster with something else', async () => {
    const { write, done } = writing(withPart(UNTOUCHED, { disposition: 'booked' }, before))
    await expect(done).resolves.toBe(2)
    expect(write).toHaveBeenCalledTimes(2)
  })

  it('is not written over when he was faster with the same', async () => {
    const { write, done } = writing(withPart(UNTOUCHED, { notes: 'mine' }, before))
    await expect(done).rejects.toBe(tooLate)
    expect(write).toHaveBeenCalledTimes(1)
  })
})
