import { type PeriodKey, readReportsSearch } from '@/features/reports/search'
import { oneOf } from '@/lib/url'

/** What a report can be about, in the words of the API; registrations are those of the lines. */
export const REPORT_KINDS = [
  { key: 'dnc', label: 'Do not contact' },
  { key: 'recording', label: 'Recording' },
  { key: 'a2p', label: 'Text senders' },
] as const
export type ReportKind = (typeof REPORT_KINDS)[number]['key']

/** What the address of the compliance reports carries. */
export interface ComplianceSearch {
  /** The do-not-contact list and the ledger without one. */
  type?: ReportKind
  /** Days that end today; 30 without them. */
  period?: PeriodKey
  /** Days of their own: first instant, and first instant after them. */
  from?: string
  to?: string
}

export function readComplianceSearch(search: Record<string, unknown>): ComplianceSearch {
  const { table: _table, ...days } = readReportsSearch(search)
  const type = oneOf(
    search.type,
    REPORT_KINDS.map(({ key }) => key),
  )
  return { ...days, ...(type ? { type } : {}) }
}
