import type { AskedAs, CallInvitation, CallRoom, CallRow, CallVia, PlacedCall } from '@/api/types'
import { formatDuration } from '@/lib/time'
import { companyOf, namesOf } from './room/words'

/** How far the call at hand is. `asking` and `answering` wait for the server. */
export type Phase = 'asking' | 'answering' | 'dialing' | 'ringing' | 'connected' | 'ended'

/** The one call that I answered or placed in this browser. Times are milliseconds. */
export interface Talk {
  way: 'in' | 'out'
  phase: Phase
  name: string
  number?: string | undefined
  /** Its entry in the log; that of a placed call is heard of a moment after it was placed. */
  logId?: string | undefined
  /** Placed: the call that it returns, and the telephone company's id. */
  about?: string | undefined
  sid?: string | undefined
  via?: CallVia | undefined
  /** When it was placed, by the server's clock. */
  placedAt?: number | undefined
  talkingSince?: number | undefined
  endedAt?: number | undefined
  /** Why it ended, for people. */
  reason?: string | undefined
  muted: boolean
  digits: string
  /** I was asked into it, as what. */
  joined?: AskedAs | undefined
  /** Who else of us is in it, by name. */
  company?: readonly string[] | undefined
}

export type TalkEvent =
  | { type: 'answer'; call: CallRow }
  | { type: 'join'; invitation: CallInvitation }
  | { type: 'place'; about: string; name: string; number?: string | undefined; via: CallVia }
  | { type: 'refused' }
  | { type: 'status'; order: PlacedCall; at: number }
  | { type: 'row'; row: CallRow; me: string; at: number }
  | { type: 'room'; callId: string; room: CallRoom; at: number }
  | { type: 'connected'; at: number }
  | { type: 'over'; at: number; reason?: string | undefined }
  | { type: 'muted'; on: boolean }
  | { type: 'digit'; digit: string }
  | { type: 'close' }

/** A call in the log may begin a little before its order was written down. */
const LOG_SLACK_MS = 5000

/** Whether there is a call that another one would disturb. */
export function isBusy(talk: Talk | null): talk is Talk {
  return talk !== null && talk.phase !== 'ended'
}

/** The call at hand after something happened. The same object when nothing changes. */
export function talkAfter(talk: Talk | null, event: TalkEvent): Talk | null {
  if (event.type === 'answer') return isBusy(talk) ? talk : answering(event.call)
  if (event.type === 'join') return isBusy(talk) ? talk : joining(event.invitation)
  if (event.type === 'place') {
    if (isBusy(talk)) return talk
    const { about, name, number, via } = event
    return { way: 'out', phase: 'asking', about, name, number, via, muted: false, digits: '' }
  }
  if (talk === null) return null
  switch (event.type) {
    case 'close':
      return isBusy(talk) ? talk : null
    case 'refused':
      return talk.phase === 'asking' ? null : talk
    case 'muted':
      return { ...talk, muted: event.on }
    case 'digit':
      return { ...talk, digits: talk.digits + event.digit }
    case 'connected':
      return connected(talk, event.at)
    case 'over':
      return over(talk, event.at, event.reason)
    case 'status':
      return placedNow(talk, event.order, event.at)
    case 'row':
      return heardInLog(talk, event.row, event.me, event.at)
    case 'room':
      return event.callId === talk.logId ? heardInRoom(talk, event.room, event.at) : talk
  }
}

function answering(call: CallRow): Talk {
  return {
    way: 'in',
    phase: 'answering',
    logId: call.id,
    name: call.contact?.name || call.caller_name,
    number: call.from_e164,
    muted: false,
    digits: '',
  }
}

function joining({ call_id, name, number, kind }: CallInvitation): Talk {
  return {
    way: 'in',
    phase: 'answering',
    logId: call_id,
    name,
    number,
    joined: kind,
    muted: false,
    digits: '',
  }
}

function connected(talk: Talk, at: number): Talk {
  if (talk.phase === 'ended' || talk.talkingSince !== undefined) return talk
  return { ...talk, phase: 'connected', talkingSince: at }
}

function over(talk: Talk, at: number, reason: string | undefined): Talk {
  if (talk.phase === 'ended') return talk
  const talked = talk.talkingSince === undefined ? undefined : (at - talk.talkingSince) / 1000
  const said = talked === undefined ? 'Nobody was connected' : `Talked ${formatDuration(talked)}`
  return { ...talk, phase: 'ended', endedAt: at, reason: reason ?? said }
}

/** What the telephone company says of a call that I placed. */
function placedNow(talk: Talk, order: PlacedCall, at: number): Talk {
  if (talk.way !== 'out' || talk.phase === 'ended') return talk
  const { call_sid: sid, via, created_at, duration } = order
  const known: Talk = { ...talk, sid, via, placedAt: Date.parse(created_at) }
  switch (order.status) {
    case 'connected':
      return connected(known, at)
    case 'ended':
      return over(known, at, duration ? `Talked ${formatDuration(duration)}` : 'Nobody answered')
    case 'failed':
      return over(known, at, 'The call did not go through')
    case 'unknown':
      return over(known, at, 'Nobody knows whether it rang. Look before you call again.')
    case 'ringing':
      return known.talkingSince === undefined ? { ...known, phase: 'ringing' } : known
    default:
      return talk.phase === 'asking' ? { ...known, phase: 'dialing' } : known
  }
}

function heardInLog(talk: Talk, row: CallRow, me: string, at: number): Talk {
  if (talk.way === 'out') return isMine(talk, row) ? { ...talk, logId: row.id } : talk
  if (row.id !== talk.logId) return talk
  if (row.status === 'in_progress') {
    // Whoever was asked in talks beside the one who answered; the room tells of him.
    if (talk.joined) return talk
    const other = row.agent !== undefined && row.agent.id !== me
    if (talk.phase === 'answering' && other) return over(talk, at, `${row.agent?.name} was faster`)
    return row.agent?.id === me ? connected(talk, row.answered_at ? Date.parse(row.answered_at) : at) : talk
  }
  if (row.status === 'ringing') return talk
  if (talk.talkingSince === undefined) return over(talk, at, 'The caller hung up')
  return over(talk, at, talk.joined ? undefined : `Talked ${formatDuration(row.duration_s)}`)
}

/** Who is in the call with me, and whether I still am: it goes on without who has left it. */
function heardInRoom(talk: Talk, room: CallRoom, at: number): Talk {
  if (talk.phase === 'ended') return talk
  const state = room.people.find((person) => person.is_me)?.state
  const company = companyOf(room).map((person) => person.name)
  if (state === 'left' && talk.phase === 'connected') return over(talk, at, goesOnWith(company))
  const here = talk.joined && state === 'joined' ? connected(talk, at) : talk
  const before = talk.company ?? []
  if (namesOf(before) === namesOf(company)) return here
  // A guest whom the others left alone with the caller has taken the call over.
  const alone = talk.joined === 'guest' && company.length === 0
  return { ...here, company, ...(alone ? { joined: 'successor' as const } : {}) }
}

/** Why a call is over for me that is not over. */
export function goesOnWith(company: readonly string[]): string | undefined {
  return company.length > 0 ? `It goes on with ${namesOf(company)}` : undefined
}

/** Whether a new entry of the log is the call that I placed: nobody but the number and the moment says so. */
function isMine(talk: Talk, row: CallRow): boolean {
  if (talk.logId !== undefined || row.direction !== 'out' || row.to_e164 !== talk.number) return false
  if (row.status !== 'ringing' && row.status !== 'in_progress') return false
  return talk.placedAt === undefined || Date.parse(row.started_at) >= talk.placedAt - LOG_SLACK_MS
}
