import type { BusinessHours, TimeBlock } from '@/api/types'
import { DAY, instantOf, startOfDay, wallTime } from '@/lib/time'
import { weekdayAt } from '@/lib/when'

/** Days in the order of the editor; `index` is that of Date.getUTCDay. */
export const DAYS = [
  { key: 'mon', label: 'Monday', index: 1 },
  { key: 'tue', label: 'Tuesday', index: 2 },
  { key: 'wed', label: 'Wednesday', index: 3 },
  { key: 'thu', label: 'Thursday', index: 4 },
  { key: 'fri', label: 'Friday', index: 5 },
  { key: 'sat', label: 'Saturday', index: 6 },
  { key: 'sun', label: 'Sunday', index: 0 },
] as const

export type DayKey = (typeof DAYS)[number]['key']

/** No shop plans its closing for longer; beyond this the preview says that it never opens. */
const HORIZON_DAYS = 400
const END_OF_DAY = 24 * 60

/** Minutes since midnight of "HH:MM", 24:00 included; null when it is no time. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{2}):(\d{2})$/.exec(text)
  if (!found) return null
  const minutes = Number(found[1]) * 60 + Number(found[2])
  return Number(found[2]) < 60 && minutes <= END_OF_DAY ? minutes : null
}

/** What is wrong with the blocks of a day, by index; an empty list means that all is well. */
export function blockProblems(blocks: readonly TimeBlock[]): { index: number; message: string }[] {
  const problems: { index: number; message: string }[] = []
  blocks.forEach((block, index) => {
    const open = minutesOf(block.open)
    const close = minutesOf(block.close)
    if (open === null || close === null) problems.push({ index, message: 'Enter both times' })
    else if (close <= open) problems.push({ index, message: 'Closes before it opens' })
    else if (overlapsEarlier(blocks, index, open))
      problems.push({ index, message: 'Overlaps the hours above' })
  })
  return problems
}

function overlapsEarlier(blocks: readonly TimeBlock[], index: number, open: number): boolean {
  return blocks.slice(0, index).some((earlier) => (minutesOf(earlier.close) ?? 0) > open)
}

/** A further block for a day, after the last one where there is room; null when the day is full. */
export function nextBlock(blocks: readonly TimeBlock[]): TimeBlock | null {
  const last = blocks.at(-1)
  if (!last) return { open: '08:00', close: '17:00' }
  const start = (minutesOf(last.close) ?? END_OF_DAY) + 60
  return start + 60 > END_OF_DAY
    ? null
    : { open: clock(start), close: clock(Math.min(start + 240, END_OF_DAY)) }
}

/** The hours with the blocks of one day put on others. */
export function copyDay(hours: BusinessHours, from: DayKey, to: readonly DayKey[]): BusinessHours {
  const blocks = hours.weekly[from] ?? []
  const copies = to.map((day) => [day, blocks.map((block) => ({ ...block }))] as const)
  return { ...hours, weekly: { ...hours.weekly, ...Object.fromEntries(copies) } }
}

/** Counted time of a normal week, in minutes. */
export function weeklyMinutes(hours: BusinessHours): number {
  return DAYS.flatMap((day) => hours.weekly[day.key] ?? []).reduce(
    (sum, block) => sum + Math.max(0, (minutesOf(block.close) ?? 0) - (minutesOf(block.open) ?? 0)),
    0,
  )
}

/** What the hours say at an instant: open until when, or closed, why, and until when. */
export type Standing =
  | { open: true; until: number }
  | { open: false; opens: number | null; because: string | null }

/** Follows the order of the rules: a dated exception, then a holiday, then the week. */
export function standingAt(hours: BusinessHours, now: number): Standing {
  const zone = hours.time_zone
  const today = blocksOf(hours, startOfDay(now, zone))
  const current = spansOf(today.blocks, now, zone).find(([from, to]) => from <= now && now < to)
  if (current) return { open: true, until: current[1] }
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead += 1) {
    const day = startOfDay(now, zone, ahead)
    const next = spansOf(blocksOf(hours, day).blocks, day, zone).find(([from]) => from > now)
    if (next) return { open: false, opens: next[0], because: today.name }
  }
  return { open: false, opens: null, because: today.name }
}

function blocksOf(hours: BusinessHours, day: number): { blocks: TimeBlock[]; name: string | null } {
  const key = dateKey(day, hours.time_zone)
  const exception = hours.exceptions.find((candidate) => candidate.date === key)
  if (exception) return { blocks: exception.blocks, name: exception.name }
  const holiday = hours.holidays.find(
    (candidate) => candidate.enabled && isHoliday(candidate, day, hours.time_zone),
  )
  if (holiday) return { blocks: [], name: holiday.name }
  const weekday = weekdayAt(day, hours.time_zone)
  const found = DAYS.find((candidate) => candidate.index === weekday)
  return { blocks: found ? (hours.weekly[found.key] ?? []) : [], name: null }
}

function isHoliday(holiday: BusinessHours['holidays'][number], day: number, zone: string): boolean {
  if (holiday.date) return holiday.date === dateKey(day, zone)
  return holiday.rule ? ruleDate(holiday.rule, wallTime(day, zone).year) === dateKey(day, zone) : false
}

function spansOf(blocks: readonly TimeBlock[], day: number, zone: string): [number, number][] {
  return blocks
    .map((block): [number, number] => [instantAt(day, block.open, zone), instantAt(day, block.close, zone)])
    .sort(([a], [b]) => a - b)
}

function instantAt(day: number, text: string, zone: string): number {
  const minutes = minutesOf(text) ?? 0
  if (minutes === END_OF_DAY) return startOfDay(day, zone, 1)
  const { year, month, day: date } = wallTime(day, zone)
  return instantOf({ year, month, day: date, hour: Math.floor(minutes / 60), minute: minutes % 60 }, zone)
}

/**
 * The date in a year of a yearly rule: "07-04" is a fixed day, "11-thu-4" the fourth Thursday of November,
 * "05-mon-last" the last Monday of May. Null for words that this version does not know.
 */
export function ruleDate(rule: string, year: number): string | null {
  const fixed = /^(\d{2})-(\d{2})$/.exec(rule)
  if (fixed) return `${year}-${fixed[1]}-${fixed[2]}`
  const moving = /^(\d{2})-(sun|mon|tue|wed|thu|fri|sat)-([1-5]|last)$/.exec(rule)
  if (!moving) return null
  const month = Number(moving[1])
  const weekday = DAYS.find((day) => day.key === moving[2])?.index ?? 0
  return moving[3] === 'last'
    ? lastWeekday(year, month, weekday)
    : nthWeekday(year, month, weekday, Number(moving[3]))
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): string | null {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  const date = new Date(Date.UTC(year, month - 1, 1 + ((weekday - first + 7) % 7) + (nth - 1) * 7))
  return date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : null
}

function lastWeekday(year: number, month: number, weekday: number): string {
  const last = new Date(Date.UTC(year, month, 0))
  return new Date(last.getTime() - ((last.getUTCDay() - weekday + 7) % 7) * DAY).toISOString().slice(0, 10)
}

function dateKey(at: number, zone: string): string {
  const { year, month, day } = wallTime(at, zone)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
