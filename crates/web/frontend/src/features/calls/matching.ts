import type { CallRow } from '@/api/types'
import { rangeOf } from '@/lib/presets'
import { slaLevel } from '@/lib/sla'
import type { CallFilters } from './search'

/** What a filter needs to know beyond the row. */
export interface MatchContext {
  now: number
  /** Zone of the workspace, in which days are meant. */
  zone: string
  /** Class of a disposition's key; undefined when the catalogue is not loaded. */
  classOf: (disposition: string) => string | undefined
}

/**
 * Whether a row that came by the live connection belongs to a filtered list. The same conditions as the
 * server's, over what a row shows; the server stays the judge, its answer replaces this one at the next load.
 */
export function matches(call: CallRow, filters: CallFilters, context: MatchContext): boolean {
  return (
    matchesTime(call, filters, context) &&
    matchesWords(call, filters) &&
    matchesFlags(call, filters) &&
    matchesAmounts(call, filters) &&
    matchesOutcome(call, filters, context) &&
    matchesPromise(call, filters, context.now) &&
    matchesSearch(call, filters.search)
  )
}

function matchesTime(call: CallRow, filters: CallFilters, { now, zone }: MatchContext): boolean {
  const at = new Date(call.started_at).getTime()
  const { period, from, to } = filters
  if (period) {
    const range = rangeOf(period, now, zone)
    return at >= range.from && (range.to === undefined || at < range.to)
  }
  return (!from || at >= new Date(from).getTime()) && (!to || at < new Date(to).getTime())
}

function within(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return !wanted || wanted.length === 0 || (value !== undefined && wanted.includes(value))
}

function matchesWords(call: CallRow, filters: CallFilters): boolean {
  const line = call.direction === 'in' ? call.to_e164 : call.from_e164
  return (
    within(filters.direction, call.direction) &&
    within(filters.status, call.status) &&
    within(filters.purpose, call.purpose) &&
    within(filters.intent, call.intent) &&
    within(filters.agent_type, call.agent_type) &&
    within(filters.agent_id, call.agent?.id) &&
    within(filters.source, call.source) &&
    within(filters.lead_source, call.lead_source) &&
    within(filters.queue_status, call.queue_status) &&
    within(filters.escalation_status, call.escalation_status) &&
    (!filters.tag || filters.tag.some((tag) => call.tags.includes(tag))) &&
    (!filters.number_id || filters.number_id === line) &&
    (!filters.contact_id || filters.contact_id === call.contact?.id)
  )
}

function is(wanted: boolean | undefined, value: boolean): boolean {
  return wanted === undefined || wanted === value
}

function matchesFlags(call: CallRow, filters: CallFilters): boolean {
  const waiting = call.outcome_required && call.outcome_at === undefined
  return (
    is(filters.has_job, call.job_id !== undefined) &&
    is(filters.has_recording, call.has_recording) &&
    is(filters.has_transcript, call.has_transcript) &&
    is(filters.dnc, call.do_not_contact) &&
    is(filters.outcome_required, waiting) &&
    is(filters.after_hours, call.after_hours) &&
    is(filters.has_contact, call.contact !== undefined) &&
    (filters.triage_mode !== true || waiting || call.queue_status === 'triage')
  )
}

function between(
  value: number | undefined,
  least: number | undefined,
  greatest: number | undefined,
): boolean {
  if (least === undefined && greatest === undefined) return true
  return value !== undefined && value >= (least ?? 0) && value <= (greatest ?? Number.POSITIVE_INFINITY)
}

function matchesAmounts(call: CallRow, filters: CallFilters): boolean {
  const dollars = call.value_est_cents === undefined ? undefined : call.value_est_cents / 100
  return (
    between(dollars, filters.value_min, filters.value_max) &&
    between(call.duration_s, filters.duration_min, filters.duration_max)
  )
}

function matchesOutcome(call: CallRow, filters: CallFilters, { classOf }: MatchContext): boolean {
  const { disposition } = call
  if (filters.disposition && !filters.disposition.includes(disposition ?? 'none')) return false
  return within(filters.disposition_class, disposition === undefined ? undefined : classOf(disposition))
}

function matchesPromise(call: CallRow, { promise: wanted }: CallFilters, now: number): boolean {
  if (!wanted || wanted.length === 0) return true
  const { promise } = call
  if (!promise) return wanted.includes('none') || wanted.includes('done')
  const level = slaLevel({ kind: promise.type, dueAt: promise.due_at, paused: promise.paused }, now)
  // An open promise is never "met"; the list has another word for that.
  return wanted.some((state) => state === level)
}

function matchesSearch(call: CallRow, search: string | undefined): boolean {
  if (!search || search.length < 3) return true
  const digits = search.replace(/\D/g, '')
  const numbers = `${call.from_e164 ?? ''} ${call.to_e164 ?? ''}`
  if (digits.length >= 3 && numbers.includes(digits)) return true
  const text = `${call.caller_name} ${call.contact?.name ?? ''} ${call.note_start}`.toLowerCase()
  return text.includes(search.toLowerCase())
}
