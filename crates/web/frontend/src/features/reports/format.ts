import type { SlaFigures } from '@/api/types'
import { formatSpan } from '@/lib/time'

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

export function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(1)} %`
}

/** How long a rank of promises took; a dash without any. */
export function taken(figures: SlaFigures, rank: 'median' | 'p90'): string {
  const seconds = rank === 'median' ? figures.median_s : figures.p90_s
  const open = rank === 'median' ? figures.median_not_kept : figures.p90_not_kept
  if (open) return 'not kept yet'
  return seconds === undefined ? '–' : formatSpan(seconds * 1000)
}

/** A share in words, for sentences: "91.2 percent". */
export function spoken(value: number | undefined): string {
  return value === undefined ? 'no share' : `${value.toFixed(1)} percent`
}
