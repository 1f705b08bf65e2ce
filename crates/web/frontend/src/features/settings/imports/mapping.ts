import type { ImportColumnField, ImportMapping } from '@/api/types'

/** What each column holds; `null` is "left out". */
export type Columns = (ImportColumnField | null)[]

/** The columns of a mapping in the order of the file. */
export function columnsOf(mapping: ImportMapping, width: number): Columns {
  const columns: Columns = Array.from({ length: width }, () => null)
  for (const { field, column } of mapping.columns) if (column < width) columns[column] = field
  return columns
}

/** Gives a column its field; whatever held it before holds nothing then. */
export function assign(columns: Columns, index: number, field: ImportColumnField | null): Columns {
  return columns.map((held, column) => (column === index ? field : held === field ? null : held))
}

/** The other way round, for the server. */
export function toMapped(columns: Columns): ImportMapping['columns'] {
  return columns.flatMap((field, column) => (field ? [{ field, column }] : []))
}

/** What a file must have and this one lacks; empty when it can be read. */
export function missing(columns: Columns): string[] {
  const has = (field: ImportColumnField) => columns.includes(field)
  const lacks: string[] = []
  if (!has('started_at')) lacks.push('the start of the call')
  if (!has('from') && !has('to') && !has('customer_number')) lacks.push('a number (from, to or customer’s)')
  return lacks
}

/** Own lines as a person types them: one each line or separated by commas. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
