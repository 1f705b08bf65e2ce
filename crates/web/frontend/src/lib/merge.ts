/**
 * Joins two edits of the same base: what only one side changed is taken from it, and where both changed the same
 * thing, `mine` wins. Lists count as one thing: two people who both edit a list cannot be joined line by line.
 */
export function mergeEdits<T>(base: T, mine: T, theirs: T): T {
  if (same(base, mine)) return theirs
  if (same(base, theirs)) return mine
  if (!isRecord(base) || !isRecord(mine) || !isRecord(theirs)) return mine
  const merged: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = mergeEdits(base[key], mine[key], theirs[key])
    if (value !== undefined) merged[key] = value
  }
  return merged as T
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b)
}
