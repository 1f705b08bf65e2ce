import { isApiError } from '@/api/problem'
import type { CallDetail, Disposition, FollowUpKind, OutcomeRequest, Priority } from '@/api/types'
import {
  baseOf,
  baseWith,
  binds,
  type CallBase,
  type CallDraft,
  type Conflict,
  conflictsOf,
} from '@/features/call/draft'
import { effectsOf as effectsOfRule } from '@/features/settings/dispositions/effects'
import { parseCents } from '@/lib/money'
import { formatSoon } from '@/lib/time'
import { parseWhen } from '@/lib/when'

/** What a person has entered for one call and not saved yet. Of the call's own fields, absent ones are untouched. */
export interface Draft {
  disposition?: string
  notes?: string
  /** As typed; empty takes the estimate away. */
  value?: string
  /** Whether a follow-up shall be made with the outcome. */
  promises: boolean
  when: string
  kind: FollowUpKind
  priority?: Priority
  assignedTo?: string
  /** The call's fields as they were when each was first touched. */
  base?: CallBase
}

export const UNTOUCHED: Draft = { promises: false, when: '', kind: 'callback' }

/** A draft with more entered. */
export function withPart(draft: Draft, part: Partial<Draft>, call: CallDetail): Draft {
  const touched: (keyof CallBase)[] = []
  if (draft.notes !== undefined) touched.push('notes')
  if (draft.disposition !== undefined) touched.push('disposition')
  if (draft.value !== undefined) touched.push('value_est_cents')
  return { ...draft, ...part, base: baseWith(draft.base, touched, call) }
}

/** The note as the screen shows it. */
export function notesOf(draft: Draft, call: CallDetail): string {
  return draft.notes ?? call.notes
}

/** The estimate as the screen shows it. */
export function estimateOf(draft: Draft, call: CallDetail): string {
  return draft.value ?? (call.value_est_cents ? String(call.value_est_cents / 100) : '')
}

/** The note to be sent; undefined when nobody touched it, or it says what the call says. */
export function changedNotes(draft: Draft, call: CallDetail): string | undefined {
  return draft.notes === call.notes ? undefined : draft.notes
}

function changedCents(draft: Draft, call: CallDetail): number | null | undefined {
  if (draft.value === undefined) return undefined
  const before = call.value_est_cents ?? 0
  if (draft.value.trim() === '') return before === 0 ? undefined : null
  const cents = parseCents(draft.value)
  return cents === null || cents === before ? undefined : cents
}

/** Fields of the draft that somebody else has changed since it began. */
export function collisionsOf(draft: Draft, call: CallDetail): Conflict[] {
  if (!draft.base) return []
  const notes = changedNotes(draft, call)
  const valueCents = changedCents(draft, call)
  const mine: CallDraft = {
    ...(draft.disposition === undefined ? {} : { disposition: draft.disposition }),
    ...(notes === undefined ? {} : { notes }),
    ...(valueCents === undefined ? {} : { valueCents }),
  }
  return conflictsOf(draft.base, call, mine)
}

/** The draft goes over what the colleague wrote. */
export function withMine(draft: Draft, call: CallDetail): Draft {
  return { ...draft, base: baseOf(call) }
}

/** What the colleague wrote stays; the rest of the draft, too. */
export function withTheirs(draft: Draft, call: CallDetail): Draft {
  const rest = { ...draft, base: baseOf(call) }
  for (const { field } of collisionsOf(draft, call)) delete rest[field === 'valueCents' ? 'value' : field]
  return rest
}

/**
 * Writes on the version that is shown. Where somebody was faster, once more on the fresh call, unless it concerns
 * what is written here.
 */
export async function writeOn<T>(
  call: CallDetail,
  write: (on: CallDetail) => Promise<T>,
  reload: () => Promise<CallDetail>,
  collides: (fresh: CallDetail) => boolean,
): Promise<T> {
  try {
    return await write(call)
  } catch (error) {
    if (!isApiError(error, 412)) throw error
    const fresh = await reload()
    if (collides(fresh)) throw error
    return await write(fresh)
  }
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
  if (binds(rule, call) && rule.requires_note && notesOf(draft, call).trim() === '') missing.push('notes')
  if (willPromise(draft, call, rule)) {
    const named = draft.when.trim() !== ''
    const readable = parseWhen(draft.when, now, zone) !== null
    if (named ? !readable : rule.follow_up_minutes === undefined) missing.push('when')
  }
  const value = draft.value?.trim() ?? ''
  if (value !== '' && parseCents(value) === null) missing.push('value')
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
  const notes = changedNotes(draft, call)
  if (notes !== undefined) request.notes = notes
  const cents = changedCents(draft, call)
  if (cents !== undefined) request.value_est_cents = cents
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

/** What saving will do, told before it is done, with the follow-up as it stands in the draft. */
export function effectsOf(
  draft: Draft,
  call: CallDetail,
  rule: Disposition,
  now: number,
  zone: string,
): string[] {
  // The promise is told as the draft has it; the rule's own words for it are left out.
  const { follow_up_minutes: _promise, side_effects: _words, ...rest } = rule
  const effects = effectsOfRule(rest)
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
