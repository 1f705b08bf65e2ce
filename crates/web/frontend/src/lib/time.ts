/**
 * Time as the business sees it. Every function takes the workspace's zone (an IANA name): a dispatcher who
 * works from another town must still read, and promise, the shop's 9:00.
 */
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const formats = new Map<string, Intl.DateTimeFormat>()
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options)
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options })
    formats.set(key, found)
  }
  return found
}

/** Calendar fields of an instant in a zone; month and day count from 1. */
export interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

export function wallTime(at: number, zone: string): WallTime {
  const parts = format(zone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at)
  const field = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return {
    year: field('year'),
    month: field('month'),
    day: field('day'),
    hour: field('hour'),
    minute: field('minute'),
  }
}

/**
 * The instant of a wall time in a zone. A time that daylight saving skips is moved forward by the gap; of a
 * time that happens twice, the first is taken.
 */
export function instantOf(wall: WallTime, zone: string): number {
  const utc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
  const candidates = [utc - offsetAt(utc - DAY, zone), utc - offsetAt(utc + DAY, zone)]
  const exact = candidates.filter((at) => at + offsetAt(at, zone) === utc)
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates)
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetAt(at: number, zone: string): number {
  const wall = wallTime(at, zone)
  const seen = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
  return seen - Math.floor(at / MINUTE) * MINUTE
}

/** Midnight at the start of the day `days` after today. */
export function startOfDay(at: number, zone: string, days = 0): number {
  const { year, month, day } = wallTime(at, zone)
  const shifted = new Date(Date.UTC(year, month - 1, day + days))
  return instantOf(
    {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: 0,
      minute: 0,
    },
    zone,
  )
}

/** Midnight at the start of a day such as "2026-11-21". */
export function startOfDayKey(day: string, zone: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return instantOf({ year, month, day: date, hour: 0, minute: 0 }, zone)
}

/** Whole days from the first to the last as the API takes them: up to the midnight that follows the last. */
export function wholeDays(first: string, last: string, zone: string): { from: string; to: string } {
  const to = startOfDay(startOfDayKey(last, zone) + DAY / 2, zone, 1)
  return { from: new Date(startOfDayKey(first, zone)).toISOString(), to: new Date(to).toISOString() }
}

/** An hour of the day `days` after today, e.g. tomorrow 9 am is `atHour(now, zone, 1, 9)`. */
export function atHour(at: number, zone: string, days: number, hour: number, minute = 0): number {
  const { year, month, day } = wallTime(startOfDay(at, zone, days), zone)
  return instantOf({ year, month, day, hour, minute }, zone)
}

/** "2026-11-21", the day as a key and for date inputs. */
export function dayKey(at: number, zone: string): string {
  const { year, month, day } = wallTime(at, zone)
  return `${year}-${pad(month)}-${pad(day)}`
}

export function formatClock(at: number | string, zone: string): string {
  return format(zone, { hour: 'numeric', minute: '2-digit' }).format(new Date(at))
}

export function formatDay(at: number | string, zone: string): string {
  return format(zone, { month: 'short', day: 'numeric' }).format(new Date(at))
}

/** "Sat, Nov 21, 2026, 2:15 PM", with the zone's short name where a tooltip needs it. */
export function formatFull(at: number | string, zone: string, withZone = false): string {
  return format(zone, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(withZone ? { timeZoneName: 'short' as const } : {}),
  }).format(new Date(at))
}

/** "today 2:15 PM", "tomorrow 9:00 AM", "Tue 9:00 AM", "Dec 4, 9:00 AM". */
export function formatSoon(at: number | string, zone: string, now: number): string {
  const when = new Date(at).getTime()
  const days = Math.round((startOfDay(when, zone) - startOfDay(now, zone)) / DAY)
  const clock = formatClock(when, zone)
  if (days === 0) return `today ${clock}`
  if (days === 1) return `tomorrow ${clock}`
  if (days === -1) return `yesterday ${clock}`
  if (days > 1 && days < 7) return `${format(zone, { weekday: 'short' }).format(when)} ${clock}`
  return `${formatDay(when, zone)}, ${clock}`
}

/** "just now", "5m ago", "3h ago", "2d ago", or the day. */
export function formatAgo(at: number | string, zone: string, now: number): string {
  const when = new Date(at).getTime()
  const past = now - when
  // The page's clock ticks slowly and may lag behind an event that just happened.
  if (past < -2 * MINUTE) return formatSoon(when, zone, now)
  if (past < MINUTE) return 'just now'
  if (past < HOUR) return `${Math.floor(past / MINUTE)}m ago`
  if (past < DAY) return `${Math.floor(past / HOUR)}h ago`
  if (past < 7 * DAY) return `${Math.floor(past / DAY)}d ago`
  return formatDay(when, zone)
}

/** A span in the two largest units: "45s", "12m", "3h 05m", "2d 4h". Never negative. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${pad(minutes % 60)}m`
  return hours % 24 === 0 ? `${Math.floor(hours / 24)}d` : `${Math.floor(hours / 24)}d ${hours % 24}h`
}

/** Talk time: "1:07", "1:02:45". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const hours = Math.floor(whole / 3600)
  const rest = `${Math.floor((whole % 3600) / 60)}:${pad(whole % 60)}`
  return hours > 0 ? `${hours}:${rest.padStart(5, '0')}` : rest
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
