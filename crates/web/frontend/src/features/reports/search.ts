import { DAY, startOfDay } from '@/lib/time'
import { many, one, oneOf } from '@/lib/url'

export const PERIODS = [
  { key: 'today', label: 'Today', days: 1 },
  { key: '7d', label: '7 days', days: 7 },
  { key: '30d', label: '30 days', days: 30 },
  { key: '90d', label: '90 days', days: 90 },
] as const
export type PeriodKey = (typeof PERIODS)[number]['key']

/** What the address of the reports carries. */
export interface ReportsSearch {
  /** A period that ends now; 30 days without one. */
  period?: PeriodKey
  /** A period of its own: first instant, and first instant after it. */
  from?: string
  to?: string
  /** Charts that are shown as tables. */
  table?: string[]
}

export function readReportsSearch(search: Record<string, unknown>): ReportsSearch {
  const from = instant(search.from)
  const to = instant(search.to)
  const table = many(search.table)
  const period = oneOf(
    search.period,
    PERIODS.map(({ key }) => key),
  )
  return {
    ...(period ? { period } : {}),
    ...(from && to && from < to ? { from, to } : {}),
    ...(table ? { table } : {}),
  }
}

function instant(value: unknown): string | undefined {
  const at = new Date(one(value) ?? '')
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** The period in the words of the API: whole local days, today until now. */
export function periodOf(search: ReportsSearch, now: number, zone: string): { from: string; to: string } {
  if (search.from && search.to) return { from: search.from, to: search.to }
  const days = PERIODS.find(({ key }) => key === (search.period ?? '30d'))?.days ?? 30
  // Counted from noon, so that a day of 23 or 25 hours is one day, too.
  const noon = startOfDay(now, zone) + DAY / 2
  const from = startOfDay(noon - (days - 1) * DAY, zone)
  return { from: new Date(from).toISOString(), to: new Date(now).toISOString() }
}
