import type { FollowUpKind, FollowUpQuery, Kept, Priority } from '@/api/types'
import { hours, manyOf, one, oneOf } from '@/lib/url'

export const TABS = [
  { key: 'mine', label: 'Mine' },
  { key: 'team', label: 'Team' },
  { key: 'overdue', label: 'Overdue' },
  { key: 'soon', label: 'Due soon' },
  { key: 'done', label: 'Done' },
  { key: 'all', label: 'All' },
] as const
export type FollowUpTab = (typeof TABS)[number]['key']

const KINDS: readonly FollowUpKind[] = ['callback', 'sms', 'email', 'task']
const KEPT: readonly Kept[] = ['in_time', 'late', 'broken']
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent']

/** What the address of the follow-ups page carries. */
export interface FollowUpsSearch {
  tab?: FollowUpTab
  type?: FollowUpKind[]
  priority?: Priority[]
  /** A member's id, or `none` for the pool. */
  who?: string
  q?: string
  /** Due at or after, and before. */
  from?: string
  to?: string
  /** What became of it, as reports count. */
  kept?: Kept[]
  /** Who kept it, else who has it: a member's id, or `none` for the pool. */
  by?: string
  /** Hours of the day in which it is due. */
  hour?: number[]
}

/** A change of the address; `undefined` takes a part away. */
export type SearchChange = { [Part in keyof FollowUpsSearch]?: FollowUpsSearch[Part] | undefined }

/** The filters that reports link with. */
export const NO_REPORT: SearchChange = {
  from: undefined,
  to: undefined,
  kept: undefined,
  by: undefined,
  hour: undefined,
}

export const NO_FILTERS: SearchChange = {
  type: undefined,
  priority: undefined,
  who: undefined,
  q: undefined,
  ...NO_REPORT,
}

export function changed(search: FollowUpsSearch, change: SearchChange): FollowUpsSearch {
  const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(next) as FollowUpsSearch
}

export function readFollowUpsSearch(search: Record<string, unknown>): FollowUpsSearch {
  const found = {
    tab: oneOf(
      search.tab,
      TABS.map((tab) => tab.key),
    ),
    type: manyOf(search.type, KINDS),
    priority: manyOf(search.priority, PRIORITIES),
    who: one(search.who),
    q: one(search.q),
    from: one(search.from),
    to: one(search.to),
    kept: manyOf(search.kept, KEPT),
    by: one(search.by),
    hour: hours(search.hour),
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as FollowUpsSearch
}

/** Fewer letters match nearly everything, and the server refuses them. */
export const LEAST_LETTERS = 3

const TAB_QUERY: Record<FollowUpTab, FollowUpQuery> = {
  mine: { status: ['open'], assigned_to: 'me' },
  team: { status: ['open'] },
  overdue: { status: ['open'], overdue: true },
  soon: { status: ['open'], due_soon: true },
  done: { status: ['done'] },
  all: {},
}

/** The address in the words of the API. */
export function queryOf(search: FollowUpsSearch): FollowUpQuery {
  const { tab = 'mine', type, priority, who, q, from, to, kept, by, hour } = search
  return {
    ...TAB_QUERY[tab],
    ...(type ? { type } : {}),
    ...(priority ? { priority } : {}),
    ...(who && tab !== 'mine' ? { assigned_to: who } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(kept ? { kept } : {}),
    ...(by ? { responsible: by } : {}),
    ...(hour ? { due_hour: hour } : {}),
    ...(q && q.trim().length >= LEAST_LETTERS ? { search: q.trim() } : {}),
  }
}

export function isFiltered(search: FollowUpsSearch): boolean {
  const { type, priority, who, q } = search
  return isReport(search) || [type, priority, who, q].some((value) => value !== undefined)
}

/** Whether the list is what stands behind a number of a report. */
export function isReport({ from, to, kept, by, hour }: FollowUpsSearch): boolean {
  return [from, to, kept, by, hour].some((value) => value !== undefined)
}
