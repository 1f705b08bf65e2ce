import { describe, expect, it } from 'vitest'
import type { CallInvitation, CallRoom, CallRow, PersonInCall, PlacedCall } from '@/api/types'
import { isBusy, type Talk, type TalkEvent, talkAfter } from './talk'

const ME = 'me'
const T0 = Date.parse('2026-06-01T12:00:00.000Z')

function row(part: Partial<CallRow>): CallRow {
  return {
    id: 'c1',
    direction: 'in',
    status: 'ringing',
    from_e164: '+14045550111',
    to_e164: '+14045550190',
    caller_name: 'Maria Lopez',
    started_at: '2026-06-01T11:59:50.000Z',
    version: 1,
    duration_s: 0,
    ...part,
  } as CallRow
}

function order(part: Partial<PlacedCall>): PlacedCall {
  return {
    call_sid: 'CA1',
    status: 'dialing',
    via: 'browser',
    number: '+14045550111',
    name: 'Maria Lopez',
    created_at: '2026-06-01T12:00:00.000Z',
    ...part,
  } as PlacedCall
}

function told(...events: TalkEvent[]): Talk | null {
  return events.reduce<Talk | null>(talkAfter, null)
}

const answered: TalkEvent = { type: 'answer', call: row({}) }
const placed: TalkEvent = {
  type: 'place',
  about: 'c1',
  name: 'Maria Lopez',
  number: '+14045550111',
  via: 'browser',
}

describe('a call that I answer', () => {
  it('talks from the moment that the log says, and ends with how long it was', () => {
    const talking = row({
      status: 'in_progress',
      agent: { id: ME, name: 'Dana' },
      answered_at: '2026-06-01T12:00:02.000Z',
    })
    const talk = told(answered, { type: 'row', row: talking, me: ME, at: T0 + 5000 })
    expect(talk).toMatchObject({ phase: 'connected', talkingSince: T0 + 2000 })
    const over = talkAfter(talk, {
      type: 'row',
      row: row({ status: 'completed', duration_s: 83 }),
      me: ME,
      at: T0,
    })
    expect(over).toMatchObject({ phase: 'ended', reason: 'Talked 1:23' })
    expect(isBusy(over)).toBe(false)
  })

  it('is somebody else’s when he was faster', () => {
    const theirs = row({ status: 'in_progress', agent: { id: 'other', name: 'Miguel' } })
    expect(told(answered, { type: 'row', row: theirs, me: ME, at: T0 })).toMatchObject({
      phase: 'ended',
      reason: 'Miguel was faster',
    })
  })

  it('is over when the caller gives up before I am there', () => {
    expect(told(answered, { type: 'row', row: row({ status: 'missed' }), me: ME, at: T0 })?.reason).toBe(
      'The caller hung up',
    )
  })

  it('is not touched by news of other calls', () => {
    const talk = told(answered)
    expect(talkAfter(talk, { type: 'row', row: row({ id: 'c2', status: 'missed' }), me: ME, at: T0 })).toBe(
      talk,
    )
  })

  it('is not pushed away by a second one', () => {
    const talk = told(answered)
    expect(talkAfter(talk, { type: 'answer', call: row({ id: 'c2' }) })).toBe(talk)
    expect(talkAfter(talk, placed)).toBe(talk)
    expect(talkAfter(talk, { type: 'close' })).toBe(talk)
  })
})

describe('a call with colleagues', () => {
  const invitation: CallInvitation = {
    call_id: 'c1',
    name: 'Maria Lopez',
    number: '+14045550111',
    asked_by: 'Dana Whitfield',
    kind: 'guest',
    since: '2026-06-01T12:00:00.000Z',
  }
  const person = (name: string, state: PersonInCall['state']): PersonInCall => ({
    member_id: name,
    name,
    state,
    is_me: name === ME,
  })
  const news = (people: PersonInCall[], at = T0): TalkEvent => ({
    type: 'room',
    callId: 'c1',
    room: { may_steer: true, people } as CallRoom,
    at,
  })
  const talking = row({ status: 'in_progress', agent: { id: 'dana', name: 'Dana' } })
  const joined: TalkEvent[] = [
    { type: 'join', invitation },
    news([person('Dana', 'joined'), person(ME, 'joined')]),
  ]

  it('is the one that I am asked into, and somebody else who answered it was not faster', () => {
    const asked = told({ type: 'join', invitation })
    expect(asked).toMatchObject({ phase: 'answering', logId: 'c1', name: 'Maria Lopez', joined: 'guest' })
    expect(talkAfter(asked, { type: 'row', row: talking, me: ME, at: T0 })).toBe(asked)
    const here = told(...joined)
    expect(here).toMatchObject({ phase: 'connected', talkingSince: T0, company: ['Dana'] })
  })

  it('does not push away the one that I am on', () => {
    const talk = told(answered)
    expect(talkAfter(talk, { type: 'join', invitation })).toBe(talk)
  })

  it('is over for me when I have left it, and says with whom it goes on', () => {
    const mine: TalkEvent = { type: 'connected', at: T0 }
    const passed = told(answered, mine, news([person(ME, 'left'), person('Miguel', 'joined')], T0 + 9000))
    expect(passed).toMatchObject({ phase: 'ended', reason: 'It goes on with Miguel' })
  })

  it('is not over while a stale room says that I had left before I came', () => {
    const stale = told({ type: 'join', invitation }, news([person(ME, 'left'), person('Dana', 'joined')]))
    expect(stale?.phase).toBe('answering')
  })

  it('belongs to a guest who is left alone with the caller', () => {
    const alone = told(...joined, news([person('Dana', 'left'), person(ME, 'joined')]))
    expect(alone).toMatchObject({ phase: 'connected', joined: 'successor', company: [] })
  })

  it('tells how long I was in it, not how long it was', () => {
    const end = row({ status: 'completed', duration_s: 300 })
    expect(told(...joined, { type: 'row', row: end, me: ME, at: T0 + 20_000 })?.reason).toBe('Talked 0:20')
  })

  it('is not touched by the room of another', () => {
    const talk = told(answered)
    const room = { may_steer: true, people: [person('Miguel', 'joined')] } as CallRoom
    expect(talkAfter(talk, { type: 'room', callId: 'c2', room, at: T0 })).toBe(talk)
  })

  it('stays the same object when nothing changes', () => {
    const talk = told(...joined)
    expect(talkAfter(talk, news([person('Dana', 'joined'), person(ME, 'joined')]))).toBe(talk)
  })
})

describe('a call that I place', () => {
  const status = (part: Partial<PlacedCall>, at = T0): TalkEvent => ({
    type: 'status',
    order: order(part),
    at,
  })

  it('dials, rings, talks and ends', () => {
    const phases = [
      placed,
      status({}),
      status({ status: 'ringing' }),
      status({ status: 'connected' }, T0 + 9000),
      status({ status: 'ended', duration: 45 }, T0 + 54_000),
    ].reduce<[Talk | null, string[]]>(
      ([talk, seen], event) => {
        const next = talkAfter(talk, event)
        return [next, [...seen, next?.phase ?? '']]
      },
      [null, []],
    )
    expect(phases[1]).toEqual(['asking', 'dialing', 'ringing', 'connected', 'ended'])
    expect(phases[0]).toMatchObject({ sid: 'CA1', reason: 'Talked 0:45', talkingSince: T0 + 9000 })
  })

  it('never goes back from talking', () => {
    const talk = told(placed, status({ status: 'connected' }, T0), status({ status: 'ringing' }), status({}))
    expect(talk?.phase).toBe('connected')
  })

  it.each([
    ['ended', 'Nobody answered'],
    ['failed', 'The call did not go through'],
    ['unknown', 'Nobody knows whether it rang. Look before you call again.'],
  ])('says why it ended: %s', (word, reason) => {
    expect(told(placed, status({}), status({ status: word }))).toMatchObject({ phase: 'ended', reason })
  })

  it('is gone when it was refused, and stays when something else failed later', () => {
    expect(told(placed, { type: 'refused' })).toBeNull()
    expect(told(placed, status({}), { type: 'refused' })?.phase).toBe('dialing')
  })

  it('finds its entry in the log by number and moment', () => {
    const mine = row({
      id: 'log',
      direction: 'out',
      to_e164: '+14045550111',
      started_at: '2026-06-01T12:00:00.100Z',
    })
    const talk = told(placed, status({}))
    const hear = (heard: CallRow) => talkAfter(talk, { type: 'row', row: heard, me: ME, at: T0 })?.logId
    expect(hear(mine)).toBe('log')
    expect(hear({ ...mine, started_at: '2026-06-01T11:50:00.000Z' })).toBeUndefined()
    expect(hear({ ...mine, to_e164: '+14045550112' })).toBeUndefined()
    expect(hear({ ...mine, status: 'completed' })).toBeUndefined()
  })

  it('keeps mute and keys', () => {
    const talk = told(
      placed,
      status({ status: 'connected' }),
      { type: 'muted', on: true },
      { type: 'digit', digit: '1' },
      { type: 'digit', digit: '#' },
    )
    expect(talk).toMatchObject({ muted: true, digits: '1#' })
  })
})
