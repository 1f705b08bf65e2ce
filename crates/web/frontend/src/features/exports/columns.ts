import type { ExportColumn } from '@/api/types'

/** What a column of the call list shows, in the columns of a file. */
const IN_FILE: Record<string, readonly ExportColumn[]> = {
  time: ['started_at'],
  direction: ['direction'],
  caller: ['caller', 'from', 'to'],
  duration: ['duration_s'],
  intent: ['intent'],
  disposition: ['disposition'],
  agent: ['agent'],
  value: ['value'],
  tags: ['tags'],
  recording: ['recording'],
  follow_up: ['follow_up', 'follow_up_due_at', 'follow_up_overdue'],
  job: ['job_id'],
}

/** The columns of a file that stand for these columns of the list, in their order. */
export function columnsOf(shown: readonly string[]): ExportColumn[] {
  return shown.flatMap((id) => IN_FILE[id] ?? [])
}

/** The most calls that a PDF holds; the server refuses more. */
export const MOST_ON_PAPER = 5000

const UNITS = ['B', 'KB', 'MB', 'GB'] as const

/** 1536 as "1.5 KB". */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${value.toLocaleString('en-US', { maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 })} ${UNITS[power]}`
}
