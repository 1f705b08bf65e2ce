import { describe, expect, it, vi } from 'vitest'
import type { CallPage, CallRow } from '@/api/types'
import { type CallPages, withInserted, withoutRows, withUpdated } from './livePages'
import { OldPages, readAnew, withPage } from './readAnew'

/** A call of which only the place in the list matters: higher places are newer. */
const row = (place: number, version = 1) =>
  ({ id: `c${place}`, version, started_at: new Date(place * 60_000).toISOString() }) as CallRow

const LIMIT = 4
/** A server that holds these rows, in this order. A cursor names the last row before it. */
function server(rows: readonly CallRow[], order = rows.map((one) => one.id)) {
  return vi.fn(async (cursor: string | undefined): Promise<CallPage> => {
    const from = cursor === undefined ? 0 : order.indexOf(cursor) + 1
    const data = rows.slice(from, from + LIMIT)
    const has_more = from + LIMIT < rows.length
    return { data, has_more, ...(has_more ? { next_cursor: data.at(-1)?.id ?? '' } : {}) }
  })
}

async function loaded(rows: readonly CallRow[], count: number): Promise<CallPages> {
  const read = server(rows)
  const data: CallPages = { pages: [], pageParams: [] }
  for (let index = 0; index < count; index += 1) {
    const cursor = data.pages.at(-1)?.next_cursor
    data.pages.push(await read(cursor))
    data.pageParams.push(cursor)
  }
  return data
}

const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => row(from - at))
const shown = (data: CallPages) => data.pages.map((page) => page.data.map((one) => one.id.slice(1)).join(' '))

describe('a page that is read again', () => {
  it('loses no row at its end when new calls have come before it', async () => {
    const before = withInserted(await loaded(down(12, 1), 2), [row(13), row(14), row(15)])
    expect(shown(before)).toEqual(['15 14 13 12 11 10 9', '8 7 6 5'])
    const reading = await readAnew(before, 0, server(down(15, 1)))
    const after = withPage(before, reading)
    expect(shown(after)).toEqual(['15 14 13 12 11 10 9', '8 7 6 5'])
    expect(after.pages[1]?.next_cursor).toBe('c5')
    // Again and again: it neither grows nor shrinks.
    const again = withPage(after, await readAnew(after, 0, server(down(15, 1))))
    expect(shown(again)).toEqual(shown(after))
  })

  it('keeps the seam when rows have gone', async () => {
    const before = await loaded(down(12, 1), 3)
    const left = down(12, 1).filter((one) => !['c11', 'c10'].includes(one.id))
    const after = withPage(before, await readAnew(before, 0, server(left)))
    expect(shown(after)).toEqual(['12 9', '8 7 6 5', '4 3 2 1'])
  })

  it('is not deceived in another order by a row that moved up', async () => {
    const rows = down(12, 1)
    const before = await loaded(rows, 2)
    // Row 6 has changed and comes first now; it pushes row 9 out of the first page.
    const moved = row(6, 2)
    const now = [moved, ...rows.filter((one) => one.id !== 'c6')]
    const patched = withUpdated(before, moved)
    const after = withPage(patched, await readAnew(patched, 0, server(now)))
    expect(shown(after).join(' ').split(' ')).toEqual(['6', '12', '11', '10', '9', '8', '7', '5'])
  })

  it('gives the pages after it up when too much lies between', async () => {
    const before = await loaded(down(12, 1), 3)
    const read = server(down(60, 1))
    const after = withPage(before, await readAnew(before, 0, read))
    expect(read).toHaveBeenCalledTimes(4)
    expect(after.pages).toHaveLength(1)
    expect(after.pageParams).toEqual([undefined])
    expect(after.pages[0]?.data).toHaveLength(16)
    expect(after.pages[0]?.next_cursor).toBe('c45')
  })

  it('ends the list where it ends now', async () => {
    const before = await loaded(down(12, 1), 3)
    const after = withPage(before, await readAnew(before, 0, server(down(12, 11))))
    expect(shown(after)).toEqual(['12 11'])
    expect(after.pages.at(-1)?.has_more).toBe(false)
  })

  it('never falls back behind what came between question and answer', async () => {
    const before = await loaded(down(12, 1), 2)
    const reading = await readAnew(before, 0, server(down(12, 1)))
    const changed = withUpdated(before, row(11, 3))
    const meanwhile = withoutRows(withInserted(changed, [row(13)]), new Set(['c10']))
    const after = withPage(meanwhile, reading)
    expect(shown(after)).toEqual(['13 12 11 9', '8 7 6 5'])
    expect(after.pages[0]?.data.find((one) => one.id === 'c11')?.version).toBe(3)
  })

  it('leaves a list alone that has begun anew', async () => {
    const before = await loaded(down(12, 1), 2)
    const reading = await readAnew(before, 1, server(down(12, 1)))
    const other = { ...before, pageParams: [undefined, 'of another list'] }
    expect(withPage(other, reading)).toBe(other)
  })
})

describe('pages that have grown old', () => {
  it('are read when they come on screen, and the end at once', async () => {
    const data = await loaded(down(12, 1), 3)
    const old = new OldPages()
    const read: number[] = []
    const look = (first: number, end: number) =>
      old.read(
        () => data,
        () => ({ first, end }),
        async (_, index) => void read.push(index),
      )
    await look(0, 3)
    expect(read).toEqual([])
    old.mark(data)
    await look(0, 3)
    expect(read).toEqual([0, 2])
    await look(3, 6)
    expect(read).toEqual([0, 2, 1])
    expect(old.any()).toBe(false)
  })

  it('stay old when they could not be read', async () => {
    const data = await loaded(down(12, 1), 1)
    const old = new OldPages()
    old.mark(data)
    const broken = old.read(
      () => data,
      () => ({ first: 0, end: 3 }),
      async () => Promise.reject(new Error('away')),
    )
    await expect(broken).rejects.toThrow('away')
    expect(old.any()).toBe(true)
  })
})
