/** One value that differs between two states of a record; `before` or `after` is undefined where it was absent. */
export interface Change {
  path: string
  before: unknown
  after: unknown
}

/** Differences of two recorded states, by path ("weekly.mon.0.open"), in the order of the newer state. */
export function diffOf(before: unknown, after: unknown): Change[] {
  const changes: Change[] = []
  walk(before ?? undefined, after ?? undefined, '', changes)
  return changes
}

function walk(before: unknown, after: unknown, path: string, changes: Change[]): void {
  if (Object.is(before, after)) return
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
      walk(at(before, key), at(after, key), path === '' ? key : `${path}.${key}`, changes)
    }
    return
  }
  // What was made or removed is listed field by field too, so that a long record stays readable.
  if (path === '' && (isBranch(before) || isBranch(after))) {
    walk(before ?? emptyLike(after), after ?? emptyLike(before), path, changes)
    return
  }
  if (isEmpty(before) && isEmpty(after)) return
  changes.push({ path, before, after })
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function at(value: Record<string, unknown>, key: string): unknown {
  return value[key] ?? undefined
}

function emptyLike(value: unknown): unknown {
  return Array.isArray(value) ? [] : {}
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (isBranch(value) && Object.keys(value).length === 0)
}

/** A recorded value for people. */
export function printValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'empty'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return value.length === 0 ? 'empty' : value.join(', ')
  }
  return JSON.stringify(value)
}
