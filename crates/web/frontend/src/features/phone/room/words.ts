import type { AskedAs, CallInvitation, CallRoom, Colleague, PersonInCall } from '@/api/types'
import { formatDuration } from '@/lib/time'
import type { Tone } from '@/lib/tone'
import type { Talk } from '../talk'
import { secondsSince } from '../words'

/** From then on a wait is too long, in seconds. */
const LONG_HOLD_S = 60

/** Those of us who are in the call besides me. */
export function companyOf(room: CallRoom): PersonInCall[] {
  return room.people.filter((person) => !person.is_me && person.state === 'joined')
}

/** "Miguel Santos", "Miguel Santos and Theo Lang". */
export function namesOf(people: readonly string[]): string {
  if (people.length < 2) return people[0] ?? ''
  return `${people.slice(0, -1).join(', ')} and ${people.at(-1)}`
}

/** How long whoever is outside has been waiting; undefined when he is not. */
export function holdOf(
  room: Pick<CallRoom, 'held_since'> | null | undefined,
  now: number,
): { label: string; tone: Tone } | undefined {
  if (!room?.held_since) return undefined
  const seconds = secondsSince(Date.parse(room.held_since), now)
  return { label: `On hold ${formatDuration(seconds)}`, tone: seconds < LONG_HOLD_S ? 'warn' : 'bad' }
}

/** How far somebody is in the call, as people say it. */
export function standingOf(person: PersonInCall, room: CallRoom): { label: string; tone: Tone } {
  switch (person.state) {
    case 'ringing':
      return {
        label: room.transfer_to === person.member_id ? 'Ringing, takes over' : 'Ringing…',
        tone: 'info',
      }
    case 'joined':
      return { label: 'In the call', tone: 'ok' }
    case 'left':
      return { label: 'Left', tone: 'mute' }
    case 'unreached':
      return { label: 'Did not answer', tone: 'warn' }
  }
}

/** What the held caller waits for; undefined when nobody is on hold. */
export function waitOf(room: CallRoom, name: string): string | undefined {
  if (!room.held_since) return undefined
  const successor = room.people.find((person) => person.member_id === room.transfer_to)
  if (successor) return `${name} hears music until ${successor.name} answers.`
  const company = companyOf(room).map((person) => person.name)
  if (company.length > 0) return `${name} hears music. Only ${namesOf(company)} hears you.`
  const unreached = room.people.findLast((person) => person.state === 'unreached')
  if (unreached) return `${unreached.name} did not answer. ${name} is still on hold.`
  return `${name} hears music.`
}

/** What a colleague asks of me, in one sentence. */
export function askedWords({ asked_by, kind, name }: CallInvitation): string {
  const whom = name || 'somebody'
  return kind === 'successor'
    ? `${asked_by} passes the call with ${whom} on to you`
    : `${asked_by} asks you into the call with ${whom}`
}

/** What is told of the call at hand to whoever cannot see the card. It names no seconds, which would be read out one by one. */
export function saidOf(talk: Talk, room: CallRoom | null | undefined): string {
  if (talk.phase === 'ended') return 'The call is over.'
  if (talk.phase !== 'connected') return 'The call is being put through.'
  if (!room) return 'You are connected.'
  const others = room.people.filter((person) => !person.is_me)
  const told = others.map((person) => `${person.name}: ${standingOf(person, room).label}.`)
  return [room.held_since ? 'The caller waits with music.' : 'You are connected.', ...told].join(' ')
}

/** Why a colleague cannot be asked now; undefined when he can. */
export function whyNot(
  { member_id, in_browser, has_phone }: Colleague,
  kind: AskedAs,
  room: CallRoom,
): string | undefined {
  const state = room.people.find((person) => person.member_id === member_id)?.state
  if (state === 'ringing') return 'Is being rung'
  if (state === 'joined') return kind === 'guest' ? 'Is in the call' : undefined
  return in_browser || has_phone ? undefined : 'At no telephone'
}

/** Whom to offer for what was typed: those who can be rung first, then by name. */
export function offeredColleagues(
  colleagues: readonly Colleague[],
  typed: string,
  kind: AskedAs,
  room: CallRoom,
): { colleague: Colleague; reason: string | undefined }[] {
  const sought = typed.trim().toLowerCase()
  return colleagues
    .filter((one) => one.name.toLowerCase().includes(sought))
    .map((colleague) => ({ colleague, reason: whyNot(colleague, kind, room) }))
    .toSorted((a, b) => rank(a) - rank(b) || a.colleague.name.localeCompare(b.colleague.name))
}

const PRESENCE_RANK = { available: 0, away: 1, offline: 2 }

function rank({ colleague, reason }: { colleague: Colleague; reason: string | undefined }): number {
  return (reason === undefined ? 0 : 10) + PRESENCE_RANK[colleague.presence]
}
