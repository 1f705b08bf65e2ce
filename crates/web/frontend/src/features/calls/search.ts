import type { CallQuery } from '@/api/types'
import { RANGE_PRESETS } from '@/lib/presets'
import { amount, hours, many, one, oneOf, yesNo } from '@/lib/url'

/** Tabs of the open call. */
export const CALL_TABS = ['summary', 'recording', 'transcript', 'details', 'history', 'job'] as const
export type CallTab = (typeof CALL_TABS)[number]

/** Every filter of the list, in the words of the API. */
export type CallFilters = Omit<CallQuery, 'sort' | 'cursor' | 'limit' | 'with_total'>

/** The address of the calls page: filters and order, the view they came from, and the call that is open beside the list. */
export interface CallsSearch extends CallFilters {
  sort?: string
  view?: string
  call?: string
  tab?: CallTab
}

const LISTS = [
  'direction',
  'status',
  'purpose',
  'intent',
  'disposition',
  'disposition_class',
  'agent_type',
  'agent_id',
  'tag',
  'source',
  'lead_source',
  'queue_status',
  'promise',
  'counted_as',
  'weekday',
  'escalation_status',
] as const
const FLAGS = [
  'has_job',
  'has_recording',
  'has_transcript',
  'dnc',
  'outcome_required',
  'after_hours',
  'has_contact',
  'triage_mode',
] as const
const AMOUNTS = ['value_min', 'value_max', 'duration_min', 'duration_max'] as const
const PERIODS = RANGE_PRESETS.map(({ key }) => key)
const TEXTS = ['from', 'to', 'number_id', 'contact_id', 'search'] as const

/** Names of all filters, for "clear all" and for counting those in use. */
export const FILTER_NAMES: readonly (keyof CallFilters)[] = [
  'period',
  ...LISTS,
  ...FLAGS,
  ...AMOUNTS,
  ...TEXTS,
  'hour',
]

/** Reads an address; what is not of the expected form is left out. */
export function readCallsSearch(search: Record<string, unknown>): CallsSearch {
  const found: Record<string, unknown> = {}
  for (const key of LISTS) found[key] = many(search[key])
  for (const key of FLAGS) found[key] = yesNo(search[key])
  for (const key of AMOUNTS) found[key] = amount(search[key])
  for (const key of [...TEXTS, 'sort', 'view', 'call'] as const) found[key] = one(search[key])
  found.hour = hours(search.hour)
  found.period = oneOf(search.period, PERIODS)
  // Days that move with the calendar and instants exclude one another.
  if (found.period !== undefined) {
    found.from = undefined
    found.to = undefined
  }
  found.tab = oneOf(search.tab, CALL_TABS)
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as CallsSearch
}

/** The part of an address that says which calls are wanted. */
export function filtersOf(search: CallsSearch): CallFilters {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  ) as CallFilters
}

/** What "clear all" leaves: the days and the search have controls of their own. */
export function daysAndSearch({ period, from, to, search }: CallFilters): CallFilters {
  return {
    ...(period ? { period } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(search ? { search } : {}),
  }
}

/** The address of a call's own page. */
export function readCallSearch(search: Record<string, unknown>): { tab?: CallTab } {
  const tab = oneOf(search.tab, CALL_TABS)
  return tab ? { tab } : {}
}
