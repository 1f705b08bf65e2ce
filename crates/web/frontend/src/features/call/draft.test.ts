import { describe, expect, it } from 'vitest'
import type { CallDetail, Disposition } from '@/api/types'
import { afterSaving, baseOf, baseWith, conflictsOf, dirtyPart, missing, patchOf } from './draft'

const disposition = (key: string, part: Partial<Disposition> = {}): Disposition => ({
  key,
  label: key,
  class: 'open',
  requires_note: false,
  requires_follow_up: false,
  clears_value: false,
  marks_do_not_contact: false,
  directions: ['in'],
  purposes: ['inbound'],
  position: 1,
  active: true,
  side_effects: [],
  ...part,
})

const CALLBACK = { type: 'callback' } as const

const CATALOGUE = [
  disposition('booked', { class: 'won' }),
  disposition('callback', { requires_note: true, requires_follow_up: true, follow_up_minutes: 60 }),
  disposition('promised', { requires_follow_up: true }),
]

const call = (part: Partial<CallDetail> = {}) =>
  ({
    id: 'c1',
    direction: 'in',
    purpose: 'inbound',
    notes: '',
    follow_ups: [],
    ...part,
  }) as unknown as CallDetail

describe('what may be saved', () => {
  it('never sends an outcome whose note is missing, but keeps the rest', () => {
    const draft = { disposition: 'callback', followUp: CALLBACK, valueCents: 30000 }
    expect(missing(call(), draft, CATALOGUE)).toEqual(['notes'])
    expect(patchOf(call(), draft, CATALOGUE)).toEqual({ value_est_cents: 30000 })
  })

  it('does not count blanks as a note', () => {
    expect(missing(call(), { disposition: 'callback', notes: '  ', followUp: CALLBACK }, CATALOGUE)).toEqual([
      'notes',
    ])
  })

  it('sends note, outcome and promise together', () => {
    const draft = { disposition: 'callback', notes: 'Will be home at five', followUp: CALLBACK }
    expect(patchOf(call(), draft, CATALOGUE)).toEqual({
      disposition: 'callback',
      notes: 'Will be home at five',
      follow_up: CALLBACK,
    })
  })

  it('wants a time where no rule gives one', () => {
    const without = { disposition: 'promised', followUp: CALLBACK }
    expect(missing(call(), without, CATALOGUE)).toEqual(['follow_up'])
    const withTime = {
      disposition: 'promised',
      followUp: { ...CALLBACK, due_at: '2026-11-22T14:00:00Z' },
    }
    expect(missing(call(), withTime, CATALOGUE)).toEqual([])
  })

  it('is content with an open promise', () => {
    const promised = call({ notes: 'x', follow_ups: [{ status: 'open' }] as CallDetail['follow_ups'] })
    expect(missing(promised, { disposition: 'callback' }, CATALOGUE)).toEqual([])
  })

  it('does not bind calls of another direction', () => {
    expect(missing(call({ direction: 'out' }), { disposition: 'callback' }, CATALOGUE)).toEqual([])
  })

  it('clears a value', () => {
    expect(patchOf(call({ value_est_cents: 100 }), { valueCents: null }, CATALOGUE)).toEqual({
      value_est_cents: null,
    })
  })
})

describe('a draft', () => {
  it('is clean when it says what the server says', () => {
    expect(dirtyPart(call({ notes: 'a' }), { notes: 'a', valueCents: null })).toEqual({})
  })

  it('keeps what was typed during the save', () => {
    expect(afterSaving({ notes: 'ab', valueCents: 5 }, { notes: 'a', value_est_cents: 5 })).toEqual({
      notes: 'ab',
    })
  })

  it('conflicts only where both changed the same', () => {
    const base = baseOf(call({ notes: 'old' }))
    const draft = { notes: 'mine' }
    expect(conflictsOf(base, call({ notes: 'old', value_est_cents: 7 }), draft)).toEqual([])
    expect(conflictsOf(base, call({ notes: 'mine' }), draft)).toEqual([])
    expect(conflictsOf(base, call({ notes: 'theirs' }), draft)).toEqual([
      { field: 'notes', label: 'Note', theirs: 'theirs', mine: 'mine' },
    ])
  })

  it('begins each field on the call as it was when the field was first touched', () => {
    const before = call({ notes: 'old' })
    const now = call({ notes: 'theirs', disposition: 'booked', value_est_cents: 7 })
    expect(baseWith(undefined, [], before)).toEqual({ notes: 'old' })
    expect(baseWith(baseOf(before), ['disposition'], now)).toEqual({ notes: 'theirs', value_est_cents: 7 })
  })
})
