import { describe, expect, it } from 'vitest'
import type { CallRoom, Colleague, PersonInCall } from '@/api/types'
import { askedWords, holdOf, namesOf, offeredColleagues, saidOf, standingOf, waitOf } from './words'

const HELD = '2026-06-01T12:00:00.000Z'
const T0 = Date.parse(HELD)
const miguel: PersonInCall = { member_id: 'm', name: 'Miguel Santos', state: 'ringing', is_me: false }

function room(part: Partial<CallRoom>): CallRoom {
  return { may_steer: true, people: [], ...part }
}

function colleague(part: Partial<Colleague>): Colleague {
  return {
    member_id: 'm',
    name: 'Miguel Santos',
    role: 'dispatcher',
    presence: 'available',
    in_browser: true,
    has_phone: false,
    ...part,
  }
}

describe('a call on hold', () => {
  it('counts, and is too long after a minute', () => {
    expect(holdOf(room({}), T0)).toBeUndefined()
    expect(holdOf(room({ held_since: HELD }), T0 + 42_000)).toEqual({ label: 'On hold 0:42', tone: 'warn' })
    expect(holdOf(room({ held_since: HELD }), T0 + 60_000)).toEqual({ label: 'On hold 1:00', tone: 'bad' })
  })

  it('says what the caller waits for', () => {
    const held = { held_since: HELD }
    expect(waitOf(room({}), 'Ann')).toBeUndefined()
    expect(waitOf(room(held), 'Ann')).toBe('Ann hears music.')
    expect(waitOf(room({ ...held, people: [miguel], transfer_to: 'm' }), 'Ann')).toBe(
      'Ann hears music until Miguel Santos answers.',
    )
    expect(waitOf(room({ ...held, people: [{ ...miguel, state: 'joined' }] }), 'Ann')).toBe(
      'Ann hears music. Only Miguel Santos hears you.',
    )
    expect(waitOf(room({ ...held, people: [{ ...miguel, state: 'unreached' }] }), 'Ann')).toBe(
      'Miguel Santos did not answer. Ann is still on hold.',
    )
  })
})

describe('people in a call', () => {
  it('are told from those who are rung to take it over', () => {
    expect(standingOf(miguel, room({})).label).toBe('Ringing…')
    expect(standingOf(miguel, room({ transfer_to: 'm' })).label).toBe('Ringing, takes over')
    expect(standingOf({ ...miguel, state: 'unreached' }, room({}))).toEqual({
      label: 'Did not answer',
      tone: 'warn',
    })
  })

  it('are listed as one speaks', () => {
    expect(namesOf([])).toBe('')
    expect(namesOf(['Ann'])).toBe('Ann')
    expect(namesOf(['Ann', 'Ben', 'Cy'])).toBe('Ann, Ben and Cy')
  })

  it('are told aloud without a clock', () => {
    const talk = { way: 'in', phase: 'connected', name: 'Ann', muted: false, digits: '' } as const
    expect(saidOf(talk, undefined)).toBe('You are connected.')
    expect(saidOf(talk, room({ held_since: HELD, people: [miguel] }))).toBe(
      'The caller waits with music. Miguel Santos: Ringing….',
    )
  })
})

describe('an invitation', () => {
  const asked = { call_id: 'c', name: 'Ann Smith', asked_by: 'Dana', since: HELD }
  it('says who asks for what', () => {
    expect(askedWords({ ...asked, kind: 'guest' })).toBe('Dana asks you into the call with Ann Smith')
    expect(askedWords({ ...asked, kind: 'successor' })).toBe('Dana passes the call with Ann Smith on to you')
    expect(askedWords({ ...asked, name: '', kind: 'guest' })).toBe(
      'Dana asks you into the call with somebody',
    )
  })
})

describe('whom I can ask', () => {
  const theo = colleague({ member_id: 't', name: 'Theo Lang', presence: 'offline', in_browser: false })
  const away = colleague({ member_id: 'a', name: 'Ada Prince', presence: 'away', has_phone: true })
  const bare = colleague({ member_id: 'b', name: 'Bo Reed', in_browser: false })

  it('begins with those who can be rung, and says why the others cannot', () => {
    const offered = offeredColleagues([theo, bare, away, colleague({})], '', 'guest', room({}))
    expect(offered.map(({ colleague, reason }) => [colleague.name, reason])).toEqual([
      ['Miguel Santos', undefined],
      ['Ada Prince', undefined],
      ['Bo Reed', 'At no telephone'],
      ['Theo Lang', 'At no telephone'],
    ])
  })

  it('is found by a part of the name', () => {
    expect(offeredColleagues([theo, away], ' pri', 'guest', room({}))).toHaveLength(1)
  })

  it('is not asked twice, but whoever is in the call can take it over', () => {
    const reason = (state: PersonInCall['state'], kind: 'guest' | 'successor') =>
      offeredColleagues([colleague({})], '', kind, room({ people: [{ ...miguel, state }] }))[0]?.reason
    expect(reason('ringing', 'guest')).toBe('Is being rung')
    expect(reason('joined', 'guest')).toBe('Is in the call')
    expect(reason('joined', 'successor')).toBeUndefined()
    expect(reason('left', 'guest')).toBeUndefined()
  })
})
