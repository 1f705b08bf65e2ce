import type { CallPage, CallRow } from '@/api/types'
import { type CallPages, has, pagesWith, withInserted, withUpdated } from './livePages'

/**
 * How far one reading goes on beyond a page's own rows. A page that grew by more is not followed to its end: the pages
 * after it are given up instead, and load again when somebody looks there.
 */
const MOST_MORE = 3
/** One row that the pages after it hold proves nothing: it may have moved up. Several in their order do. */
const PROOF = 3

/** A page of a list that was asked for once more. */
export interface Reading {
  index: number
  cursor: string | undefined
  page: CallPage
  /** The list as it was when it was asked for. */
  before: CallPages
}

/**
 * Reads a loaded page again. New calls have pushed old ones beyond its end, while the page after it still begins where
 * it began: reading goes on until it meets that page.
 */
export async function readAnew(
  before: CallPages,
  index: number,
  read: (cursor: string | undefined) => Promise<CallPage>,
): Promise<Reading> {
  const cursor = before.pageParams[index]
  let page = await read(cursor)
  for (let more = 0; more < MOST_MORE && !meets(before, index, page); more += 1) {
    const next = await read(page.next_cursor)
    page = { ...next, data: [...page.data, ...next.data] }
  }
  return { index, cursor, page, before }
}

/** Whether nothing lies between a page that was read again and the page after it. */
function meets(data: CallPages, index: number, page: CallPage): boolean {
  return index + 1 >= data.pages.length || !page.has_more || reaches(data, index, page)
}

function reaches(data: CallPages, index: number, page: CallPage): boolean {
  return page.next_cursor === data.pageParams[index + 1] || seam(data, index, page.data) >= 0
}

/** Where in rows that were read again the pages after them begin; -1 when they do not reach that far. */
function seam(data: CallPages, index: number, rows: readonly CallRow[]): number {
  const after = data.pages.slice(index + 1).flatMap((page) => page.data)
  const placeOf = new Map(after.map((row, place) => [`${row.id} ${row.version}`, place]))
  const places = rows.map((row) => placeOf.get(`${row.id} ${row.version}`) ?? -1)
  return places.findIndex(
    (_, at) =>
      at + PROOF <= places.length &&
      places
        .slice(at, at + PROOF)
        .every((place, step) => place >= 0 && (step === 0 || place > (places[at + step - 1] ?? -1))),
  )
}

/**
 * The pages with one of them as it was read anew; the same pages when the list has begun anew in between. Pages that it
 * does not reach are left out, for there would be a gap.
 */
export function withPage(data: CallPages, reading: Reading): CallPages {
  const { index, cursor, page } = reading
  if (index >= data.pages.length || data.pageParams[index] !== cursor) return data
  const rows = settled(data, reading)
  const next = data.pageParams[index + 1]
  const begin = seam(data, index, rows)
  const goesOn = next !== undefined && (page.next_cursor === next || begin >= 0)
  const own = goesOn && page.next_cursor !== next ? rows.slice(0, begin) : rows
  const read: CallPage = goesOn
    ? { ...page, data: own, has_more: true, next_cursor: next }
    : { ...page, data: rows }
  const ids = new Set(own.map((row) => row.id))
  const others = (pages: readonly CallPage[]) => pages.map((other) => withoutIds(other, ids))
  const kept: CallPages = {
    pages: [
      ...others(data.pages.slice(0, index)),
      read,
      ...(goesOn ? others(data.pages.slice(index + 1)) : []),
    ],
    pageParams: goesOn ? data.pageParams : data.pageParams.slice(0, index + 1),
  }
  return withInserted(rows.slice(own.length).reduce(withUpdated, kept), arrivedSince(data, reading))
}

/** The rows that were read, without what happened between question and answer being undone. */
function settled(data: CallPages, { index, page, before }: Reading): CallRow[] {
  const known = new Map(data.pages.flatMap((one) => one.data.map((row) => [row.id, row])))
  const shown = before.pages[index]?.data ?? []
  const taken = new Map(shown.filter((row) => !known.has(row.id)).map((row) => [row.id, row.version]))
  return page.data.flatMap((row) => {
    if ((taken.get(row.id) ?? -1) >= row.version) return []
    const mine = known.get(row.id)
    return [mine && mine.version > row.version ? mine : row]
  })
}

/** New calls that were put into the page while it was read. */
function arrivedSince(data: CallPages, { index, before }: Reading): CallRow[] {
  return (data.pages[index]?.data ?? []).filter((row) => !has(before, row.id))
}

function withoutIds(page: CallPage, ids: ReadonlySet<string>): CallPage {
  if (!page.data.some((row) => ids.has(row.id))) return page
  return { ...page, data: page.data.filter((row) => !ids.has(row.id)) }
}

/** Loaded pages that are older than the last change of many calls, by their cursors. */
export class OldPages {
  private readonly cursors = new Set<string | undefined>()
  private busy = false

  any(): boolean {
    return this.cursors.size > 0
  }

  mark(data: CallPages): void {
    for (const cursor of data.pageParams) this.cursors.add(cursor)
  }

  /**
   * Reads those that are on screen, one after another: two answers for the same page could overtake each other. What
   * grows old meanwhile is read as well; a page that could not be read stays old.
   */
  async read(
    listed: () => CallPages | undefined,
    shown: () => { first: number; end: number },
    readOne: (data: CallPages, index: number) => Promise<void>,
  ): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      for (let data = listed(); data; data = listed()) {
        const index = this.nextOf(data, shown())
        if (index === undefined) return
        const cursor = data.pageParams[index]
        this.cursors.delete(cursor)
        await readOne(data, index).catch((error: unknown) => {
          this.cursors.add(cursor)
          throw error
        })
      }
    } finally {
      this.busy = false
    }
  }

  /** The end counts as on screen: that more follows now is seen in nothing else. */
  private nextOf(data: CallPages, { first, end }: { first: number; end: number }): number | undefined {
    const last = data.pages.length - 1
    const ends = data.pages[last]?.has_more === false
    const wanted = [...pagesWith(data, first, end), ...(ends ? [last] : [])]
    return wanted.find((index) => this.cursors.has(data.pageParams[index]))
  }
}
