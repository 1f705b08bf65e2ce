import type { ContactAnswer, ContactRefusal } from '@/api/types'

/** What a button of one channel does. */
export type Verdict =
  | { kind: 'allowed' }
  /** Not known yet; nothing goes out on a guess. */
  | { kind: 'unknown'; reason: string }
  /** A dispatcher may go on with a reason on record. */
  | { kind: 'reason'; refusals: readonly ContactRefusal[] }
  | { kind: 'blocked'; reason: string }

const DO_NOT_CONTACT = 'Contact has requested Do Not Contact'

/** One sentence for a button that does nothing. */
export function reasonOf(refusal: ContactRefusal): string {
  return refusal.rule === 'do_not_contact' ? DO_NOT_CONTACT : refusal.words
}

/** Reads the server's answer; the strictest rule speaks. */
export function verdictOf(answer: ContactAnswer | undefined): Verdict {
  if (!answer) return { kind: 'unknown', reason: 'Asking whether this is allowed' }
  if (answer.allowed) return { kind: 'allowed' }
  const [strictest] = answer.refusals
  if (!strictest) return { kind: 'unknown', reason: 'The server did not say why not' }
  if (answer.refusals.every((refusal) => refusal.lifted_by === 'dispatcher')) {
    return { kind: 'reason', refusals: answer.refusals }
  }
  return { kind: 'blocked', reason: reasonOf(strictest) }
}

/** The roles that may lift a rule of this kind with a reason. */
const LIFTERS: Partial<Record<ContactRefusal['lifted_by'], readonly string[]>> = {
  dispatcher: ['dispatcher', 'admin', 'owner'],
  admin: ['admin', 'owner'],
  owner: ['owner'],
}

export function mayLift(refusal: ContactRefusal, role: string): boolean {
  return LIFTERS[refusal.lifted_by]?.includes(role) ?? false
}
