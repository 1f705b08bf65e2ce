import type { CallDetail, Disposition, FollowUpKind, OutcomeRequest, Priority } from '@/api/types'
import { parseCents } from '@/lib/money'
import { formatSoon } from '@/lib/time'
import { parseWhen } from '@/lib/when'

/** What a person has entered for one call and not saved yet. */
export interface Draft {
  disposition?: string
  notes: string
  /** Whether a follow-up shall be made with the outcome. */
  promises: boolean
  when: string
  kind: FollowUpKind
  priority?: Priority
  assignedTo?: string
  value: string
}

export function draftOf(call: CallDetail): Draft {
  return {
    notes: call.notes,
    promises: false,
    when: '',
    kind: 'callback',
    value: call.value_est_cents ? String(call.value_est_cents / 100) : '',
  }
}

export function isDirty(draft: Draft, call: CallDetail): boolean {
  const fresh = draftOf(call)
  return (Object.keys({ ...fresh, ...draft }) as (keyof Draft)[]).some((key) => draft[key] !== fresh[key])
}

/** The note and follow-up rules of a result bind only calls of its directions and purposes. */
export function binds(rule: Disposition, call: CallDetail): boolean {
  return rule.directions.includes(call.direction) && rule.purposes.includes(call.purpose)
}

export function hasOpenPromise(call: CallDetail): boolean {
  return call.promise !== undefined || call.follow_ups.some((task) => task.status === 'open')
}

/** A promise that a rule made; one that a person makes takes its place. */
export function hasRulePromise(call: CallDetail): boolean {
  return call.follow_ups.some((task) => task.status === 'open' && task.automatic)
}

/** Whether the result needs a follow-up to be named now: a promise that is open already is one. */
export function demandsFollowUp(rule: Disposition, call: CallDetail): boolean {
  return binds(rule, call) && rule.requires_follow_up && !hasOpenPromise(call)
}

export type Missing = 'outcome' | 'notes' | 'when' | 'value'

/** What still keeps the call from being saved, in the order in which the screen asks for it. */
export function missingOf(
  draft: Draft,
  call: CallDetail,
  rule: Disposition | undefined,
  now: number,
  zone: string,
): Missing[] {
  if (!rule) return ['outcome']
  const missing: Missing[] = []
  if (binds(rule, call) && rule.requires_note && draft.notes.trim() === '') missing.push('notes')
  if (willPromise(draft, call, rule)) {
    const named = draft.when.trim() !== ''
    const readable = parseWhen(draft.when, now, zone) !== null
    if (named ? !readable : rule.follow_up_minutes === undefined) missing.push('when')
  }
  if (draft.value.trim() !== '' && parseCents(draft.value) === null) missing.push('value')
  return missing
}

export function willPromise(draft: Draft, call: CallDetail, rule: Disposition | undefined): boolean {
  return draft.promises || (rule !== undefined && demandsFollowUp(rule, call))
}

/** The request that saves the draft; only to be asked when nothing is missing. */
export function requestOf(
  draft: Draft,
  call: CallDetail,
  rule: Disposition,
  now: number,
  zone: string,
): OutcomeRequest {
  const request: OutcomeRequest = { disposition: rule.key }
  if (draft.notes !== call.notes) request.notes = draft.notes
  const cents = parseCents(draft.value)
  if (cents !== null && cents !== (call.value_est_cents ?? 0)) request.value_est_cents = cents
  if (willPromise(draft, call, rule)) {
    const due = parseWhen(draft.when, now, zone)
    request.follow_up = {
      type: draft.kind,
      ...(due === null ? {} : { due_at: new Date(due).toISOString() }),
      ...(draft.priority ? { priority: draft.priority } : {}),
      ...(draft.assignedTo ? { assigned_to: draft.assignedTo } : {}),
    }
  }
  return request
}

const NOUN: Record<FollowUpKind, string> = {
  callback: 'a callback',
  sms: 'a text message to send',
  email: 'an e-mail to write',
  task: 'a task',
}

/** What saving will do, told before it is done. The server's sentences, with the follow-up as it stands in the draft. */
export function effectsOf(
  draft: Draft,
  call: CallDetail,
  rule: Disposition,
  now: number,
  zone: string,
): string[] {
  const effects = rule.side_effects.filter((effect) => !effect.startsWith('promises a callback'))
  if (!willPromise(draft, call, rule)) {
    const kept = rule.follow_up_minutes !== undefined && hasOpenPromise(call)
    return kept ? ['keeps the open promise', ...effects] : effects
  }
  const due = parseWhen(draft.when, now, zone) ?? now + (rule.follow_up_minutes ?? 0) * 60_000
  const named = draft.when.trim() !== '' || rule.follow_up_minutes !== undefined
  if (!named) return effects
  const place = hasRulePromise(call) ? ' instead of the one by the rule' : ''
  return [`promises ${NOUN[draft.kind]} due ${formatSoon(due, zone, now)}${place}`, ...effects]
}
