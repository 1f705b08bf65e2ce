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
  if (Object.is(before, after) || (isEmpty(before) && isEmpty(after))) return
  // What was made or removed is listed field by field too, so that a long record stays readable.
  const older = before ?? (isRecord(after) ? {} : undefined)
  const newer = after ?? (isRecord(before) ? {} : undefined)
  if (isBranch(older) && isBranch(newer) && Array.isArray(older) === Array.isArray(newer)) {
    for (const key of new Set([...Object.keys(newer), ...Object.keys(older)])) {
      walk(at(older, key), at(newer, key), path === '' ? key : `${path}.${key}`, changes)
    }
    return
  }
  changes.push({ path, before, after })
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && instantIn(value) === undefined
}

function isRecord(value: unknown): boolean {
  return isBranch(value) && !Array.isArray(value)
}

function at(value: Record<string, unknown>, key: string): unknown {
  return value[key] ?? undefined
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true
  return isBranch(value) && Object.values(value).every((item) => isEmpty(item ?? undefined))
}

/**
 * The instant that a recorded value is; undefined when it is none. Recorded instants are ISO texts, or nine numbers:
 * year, day of the year, hour, minute, second, nanosecond, and three of the offset, which is zero.
 */
export function instantIn(value: unknown): number | undefined {
  if (typeof value === 'string') {
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ? Date.parse(value) : undefined
  }
  if (!Array.isArray(value) || value.length !== 9 || !value.every(Number.isInteger)) return undefined
  const [year = 0, day = 0, hour = 0, minute = 0, second = 0, nanosecond = 0] = value as number[]
  if (year < 1970 || year > 9999 || day < 1 || day > 366) return undefined
  return Date.UTC(year, 0, day, hour, minute, second, Math.floor(nanosecond / 1_000_000))
}

/** A recorded value for people; `formatInstant` says how instants are written. */
export function printValue(
  value: unknown,
  formatInstant: (at: number) => string = (at) => new Date(at).toISOString(),
): string {
  if (value === undefined || value === null || value === '') return 'empty'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const instant = instantIn(value)
  if (instant !== undefined) return formatInstant(instant)
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return value.length === 0 ? 'empty' : value.join(', ')
  }
  return JSON.stringify(value)
}
