import type { InfiniteData } from '@tanstack/react-query'
import type { CallPage, CallRow, PersonRef } from '@/api/types'

/** Loaded pages of one list of calls, as the query cache keeps them. */
export type CallPages = InfiniteData<CallPage, string | undefined>

/** All loaded rows, in order. Appends instead of starting over when only pages were added. */
export class FlatRows {
  private pages: readonly CallPage[] = []
  private rows: CallRow[] = []
  private ids = new Set<string>()

  of(pages: readonly CallPage[]): readonly CallRow[] {
    const kept = this.pages.every((page, index) => page === pages[index]) && this.pages.length <= pages.length
    if (kept && this.pages.length === pages.length) return this.rows
    const start = kept ? this.pages.length : 0
    const rows = kept ? this.rows.slice() : []
    if (!kept) this.ids = new Set()
    // A row that moved between two requests can be in both pages; it is shown once.
    for (const row of pages.slice(start).flatMap((page) => page.data)) {
      if (this.ids.has(row.id)) continue
      this.ids.add(row.id)
      rows.push(row)
    }
    this.pages = pages
    this.rows = rows
    return rows
  }
}

/** The pages with one row replaced; the same pages when it is not among them, or a newer version is. */
export function withUpdated(data: CallPages, call: CallRow): CallPages {
  const at = data.pages.findIndex((page) =>
    page.data.some((row) => row.id === call.id && row.version <= call.version),
  )
  if (at < 0) return data
  const pages = data.pages.map((page, index) =>
    index === at ? { ...page, data: page.data.map((row) => (row.id === call.id ? call : row)) } : page,
  )
  return { ...data, pages }
}

/** The pages with the holder of one call set or, without `by`, taken away. */
export function withClaim(
  data: CallPages,
  id: string,
  by: PersonRef | undefined,
  until: string | undefined,
): CallPages {
  const row = data.pages.flatMap((page) => page.data.filter((candidate) => candidate.id === id))[0]
  if (!row) return data
  const { claim: _old, ...rest } = row
  return withUpdated(data, by && until ? { ...rest, claim: { by, until } } : rest)
}

export function withoutRows(data: CallPages, ids: ReadonlySet<string>): CallPages {
  if (ids.size === 0) return data
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

/** Which pages hold the rows from `first` to before `end`. A list without rows is its first page. */
export function pagesWith(data: CallPages, first: number, end: number): number[] {
  let start = 0
  const found = data.pages.flatMap((page, index) => {
    const from = start
    start += page.data.length
    return from < end && start > first ? [index] : []
  })
  return start === 0 && data.pages.length > 0 ? [0] : found
}

export function has(data: CallPages, id: string): boolean {
  return data.pages.some((page) => page.data.some((row) => row.id === id))
}
