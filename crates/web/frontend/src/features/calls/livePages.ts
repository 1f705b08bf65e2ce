import type { InfiniteData } from '@tanstack/react-query'
import type { CallPage, CallRow } from '@/api/types'

/** Loaded pages of one list of calls, as the query cache keeps them. */
export type CallPages = InfiniteData<CallPage, string | undefined>

/** All loaded rows, in order. Appends instead of starting over when only pages were added. */
export class FlatRows {
  private pages: readonly CallPage[] = []
  private rows: CallRow[] = []

  of(pages: readonly CallPage[]): readonly CallRow[] {
    const kept = this.pages.every((page, index) => page === pages[index]) && this.pages.length <= pages.length
    if (kept && this.pages.length === pages.length) return this.rows
    const start = kept ? this.pages.length : 0
    const rows = kept ? this.rows.slice() : []
    for (const page of pages.slice(start)) rows.push(...page.data)
    this.pages = pages
    this.rows = rows
    return rows
  }
}

/** The pages with one row replaced; the same pages when it is not among them or nothing newer came. */
export function withUpdated(data: CallPages, call: CallRow): CallPages {
  const at = data.pages.findIndex((page) => page.data.some((row) => row.id === call.id))
  if (at < 0) return data
  const pages = data.pages.map((page, index) =>
    index === at ? { ...page, data: page.data.map((row) => (row.id === call.id ? call : row)) } : page,
  )
  return { ...data, pages }
}

export function withoutRows(data: CallPages, ids: ReadonlySet<string>): CallPages {
  const pages = data.pages.map((page) =>
    page.data.some((row) => ids.has(row.id))
      ? { ...page, data: page.data.filter((row) => !ids.has(row.id)) }
      : page,
  )
  return { ...data, pages }
}

/** Puts new calls at their places in a list that is ordered newest first; those older than what is loaded are left out. */
export function withInserted(data: CallPages, calls: readonly CallRow[]): CallPages {
  return calls.reduce(insertOne, data)
}

function insertOne(data: CallPages, call: CallRow): CallPages {
  if (has(data, call.id)) return withUpdated(data, call)
  const last = data.pages.at(-1)
  const at = data.pages.findIndex((page) => page.data.some((row) => row.started_at <= call.started_at))
  if (at < 0 && last?.has_more) return data
  const pageAt = at < 0 ? data.pages.length - 1 : at
  const pages = data.pages.map((page, index) => {
    if (index !== pageAt) return page
    const place = page.data.findIndex((row) => row.started_at <= call.started_at)
    const rows = page.data.toSpliced(place < 0 ? page.data.length : place, 0, call)
    return { ...page, data: rows }
  })
  return { ...data, pages }
}

export function has(data: CallPages, id: string): boolean {
  return data.pages.some((page) => page.data.some((row) => row.id === id))
}
