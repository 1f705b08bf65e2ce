import type { CallRow } from '@/api/types'

/** A call of which no end was reported rings no longer than this, in milliseconds: lines ring two minutes at most. */
const LONGEST_RING_MS = 5 * 60_000

/** Whether an entry of the log is somebody who rings and whom nobody has answered. */
export function rings(row: CallRow): boolean {
  return row.direction === 'in' && row.status === 'ringing'
}

/** The ringing calls after news of one, newest first; the same list when nothing changes. */
export function withRow(list: readonly CallRow[], row: CallRow): readonly CallRow[] {
  const known = list.find((one) => one.id === row.id)
  if (known && known.version > row.version) return list
  if (!known && !rings(row)) return list
  const others = list.filter((one) => one.id !== row.id)
  if (!rings(row)) return others
  return [...others, row].toSorted((a, b) => b.started_at.localeCompare(a.started_at))
}

/** What is offered to me: what rings now, and I have not put aside. */
export function offered(list: readonly CallRow[], ignored: ReadonlySet<string>, now: number): CallRow[] {
  return list.filter((call) => !ignored.has(call.id) && now - Date.parse(call.started_at) < LONGEST_RING_MS)
}

/**
 * Which of several is in front: the one that was, as long as it rings, so that nothing moves under the pointer; then
 * whoever has waited longest.
 */
export function inFront(list: readonly CallRow[], before: string | undefined): CallRow | undefined {
  return list.find((call) => call.id === before) ?? list.at(-1)
}
