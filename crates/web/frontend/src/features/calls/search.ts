import type { CallQuery } from '@/api/types'
import { amount, many, one, oneOf, yesNo } from '@/lib/url'

/** Tabs of the open call. */
export const CALL_TABS = ['summary', 'recording', 'transcript', 'details', 'history', 'job'] as const
export type CallTab = (typeof CALL_TABS)[number]

/** Every filter of the list, in the words of the API. */
export type CallFilters = Omit<CallQuery, 'sort' | 'cursor' | 'limit' | 'with_total'>

/** The address of the calls page: filters and order, and the call that is open beside the list. */
export interface CallsSearch extends CallFilters {
  sort?: string
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
const TEXTS = ['from', 'to', 'number_id', 'contact_id', 'search'] as const

/** Names of all filters, for "clear all" and for counting those in use. */
export const FILTER_NAMES: readonly (keyof CallFilters)[] = [...LISTS, ...FLAGS, ...AMOUNTS, ...TEXTS]

/** Reads an address; what is not of the expected form is left out. */
export function readCallsSearch(search: Record<string, unknown>): CallsSearch {
  const found: Record<string, unknown> = {}
  for (const key of LISTS) found[key] = many(search[key])
  for (const key of FLAGS) found[key] = yesNo(search[key])
  for (const key of AMOUNTS) found[key] = amount(search[key])
  for (const key of [...TEXTS, 'sort', 'call'] as const) found[key] = one(search[key])
  found.tab = oneOf(search.tab, CALL_TABS)
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as CallsSearch
}

/** The part of an address that says which calls are wanted. */
export function filtersOf(search: CallsSearch): CallFilters {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  ) as CallFilters
}

/** The address of a call's own page. */
export function readCallSearch(search: Record<string, unknown>): { tab?: CallTab } {
  const tab = oneOf(search.tab, CALL_TABS)
  return tab ? { tab } : {}
}
