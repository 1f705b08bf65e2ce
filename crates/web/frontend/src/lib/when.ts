import { atHour, DAY, HOUR, instantOf, MINUTE, startOfDay, wallTime } from './time'

/**
 * Times as people say them ("tomorrow 9", "fri pm", "in 2 h"), read in the workspace's zone. A day without an hour
 * means the morning; an hour without a day means its next coming. What cannot be read gives null: the field then asks
 * again instead of promising a customer a guess.
 */
const MORNING = 9
const AFTERNOON = 14
const EVENING = 17
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const UNITS: readonly [RegExp, number][] = [
  [/^m(in(ute)?s?)?$/, MINUTE],
  [/^h((ou)?rs?)?$/, HOUR],
  [/^d(ays?)?$/, DAY],
  [/^w((ee)?ks?)?$/, 7 * DAY],
]
const PARTS_OF_DAY: Record<string, number> = {
  morning: MORNING,
  am: MORNING,
  noon: 12,
  lunch: 12,
  midday: 12,
  afternoon: AFTERNOON,
  pm: AFTERNOON,
  evening: EVENING,
  tonight: 19,
  eod: EVENING,
}

/** The instant that `text` means at `now`; null when it means none, or one that is past. */
export function parseWhen(text: string, now: number, zone: string): number | null {
  const words = wordsOf(text)
  if (words.length === 0) return null
  const at = spanFrom(words, now, zone) ?? dayAndTime(words, now, zone)
  return at !== null && at > now ? at : null
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[,]/g, ' ')
    .replace(/(\d)\s*([ap])\.?m\b\.?/g, '$1$2m')
    .split(/\s+/)
    .filter((word) => word !== '' && !['at', 'on', 'the', 'around', 'this'].includes(word))
}

/** "in 2 h", "90m", "in an hour", "2 hours 30 min", "in 3 days". Days and weeks keep the wall clock. */
function spanFrom(words: readonly string[], now: number, zone: string): number | null {
  const rest = words[0] === 'in' ? words.slice(1) : words
  const joined = rest
    .join(' ')
    .replace(/\b(an|a)\b/g, '1')
    .replace(/\bhalf 1 (?=h)/g, '0.5 ')
  const pieces = [...joined.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)]
  if (pieces.length === 0 || pieces.map(([piece]) => piece).join(' ').length < joined.length) return null
  let at = now
  for (const [, amount, word] of pieces) {
    const unit = UNITS.find(([pattern]) => pattern.test(word ?? ''))?.[1]
    if (unit === undefined) return null
    at = unit >= DAY ? sameClock(at, zone, (Number(amount) * unit) / DAY) : at + Number(amount) * unit
  }
  return at
}

function sameClock(at: number, zone: string, days: number): number {
  const { hour, minute } = wallTime(at, zone)
  return atHour(at, zone, Math.round(days), hour, minute)
}

interface Reading {
  /** Midnight of the day. */
  day?: number
  hour?: number
  minute: number
  /** The day can move on when the hour is past: "fri" on a Friday evening means the next one. */
  step: number
}

function dayAndTime(words: readonly string[], now: number, zone: string): number | null {
  const reading: Reading = { minute: 0, step: 0 }
  for (let index = 0; index < words.length; ) {
    const used = readDay(words, index, reading, now, zone) || readTime(words[index] ?? '', reading)
    if (!used) return null
    index += Number(used)
  }
  if (reading.day === undefined && reading.hour === undefined) return null
  const day = reading.day ?? startOfDay(now, zone)
  const step = reading.day === undefined ? 1 : reading.step
  const at = atHour(day, zone, 0, reading.hour ?? MORNING, reading.minute)
  return at <= now && step > 0 ? atHour(day, zone, step, reading.hour ?? MORNING, reading.minute) : at
}

/** How many words name a day; 0 when the word at `index` does not. */
function readDay(
  words: readonly string[],
  index: number,
  reading: Reading,
  now: number,
  zone: string,
): number {
  const word = words[index] ?? ''
  if (reading.day !== undefined) return 0
  if (word === 'today' || word === 'tonight') {
    reading.day = startOfDay(now, zone)
    if (word === 'tonight') reading.hour = PARTS_OF_DAY.tonight ?? EVENING
    return 1
  }
  if (/^(tomorrow|tom|tmr|tmrw)$/.test(word)) {
    reading.day = startOfDay(now, zone, 1)
    return 1
  }
  if (word === 'next') return readNext(words[index + 1] ?? '', reading, now, zone)
  const weekday = weekdayOf(word)
  if (weekday >= 0) {
    const ahead = (weekday - weekdayAt(now, zone) + 7) % 7
    reading.day = startOfDay(now, zone, ahead)
    reading.step = 7
    return 1
  }
  return readDate(words, index, reading, now, zone)
}

/** "next week" is its Monday; "next fri" is the Friday of next week. */
function readNext(word: string, reading: Reading, now: number, zone: string): number {
  const toMonday = (8 - weekdayAt(now, zone)) % 7 || 7
  const weekday = word === 'week' ? 1 : weekdayOf(word)
  if (weekday < 0) return 0
  reading.day = startOfDay(now, zone, toMonday + ((weekday + 6) % 7))
  return 2
}

/** "dec 4", "4 dec", "12/4", "2026-12-04". A date of the past is one of next year. */
function readDate(
  words: readonly string[],
  index: number,
  reading: Reading,
  now: number,
  zone: string,
): number {
  const word = words[index] ?? ''
  const next = words[index + 1] ?? ''
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word)
  if (iso) return setDate(reading, Number(iso[2]), Number(iso[3]), now, zone, Number(iso[1])) ? 1 : 0
  const slashed = /^(\d{1,2})\/(\d{1,2})$/.exec(word)
  if (slashed) return setDate(reading, Number(slashed[1]), Number(slashed[2]), now, zone) ? 1 : 0
  if (monthOf(word) && /^\d{1,2}(st|nd|rd|th)?$/.test(next)) {
    return setDate(reading, monthOf(word), Number.parseInt(next, 10), now, zone) ? 2 : 0
  }
  if (/^\d{1,2}(st|nd|rd|th)?$/.test(word) && monthOf(next)) {
    return setDate(reading, monthOf(next), Number.parseInt(word, 10), now, zone) ? 2 : 0
  }
  return 0
}

function setDate(
  reading: Reading,
  month: number,
  day: number,
  now: number,
  zone: string,
  year?: number,
): boolean {
  const today = startOfDay(now, zone)
  const of = (chosen: number) => instantOf({ year: chosen, month, day, hour: 0, minute: 0 }, zone)
  const thisYear = wallTime(now, zone).year
  const at = of(year ?? (of(thisYear) < today ? thisYear + 1 : thisYear))
  const found = wallTime(at, zone)
  if (found.month !== month || found.day !== day) return false
  reading.day = at
  return true
}

/** "9", "9:30", "9am", "17:00", "pm", "noon". Bare hours before 7 are of the afternoon: shops do not call at 3. */
function readTime(word: string, reading: Reading): boolean {
  const part = PARTS_OF_DAY[word]
  if (part !== undefined) {
    if (reading.hour === undefined) reading.hour = part
    else if ((word === 'pm' || word === 'evening') && reading.hour < 12) reading.hour += 12
    return true
  }
  const clock = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/.exec(word)
  if (!clock || (reading.hour !== undefined && !Object.values(PARTS_OF_DAY).includes(reading.hour)))
    return false
  const hour = Number(clock[1])
  const minute = Number(clock[2] ?? 0)
  if (hour > 23 || minute > 59 || (clock[3] !== undefined && (hour === 0 || hour > 12))) return false
  reading.hour = hourOf(hour, clock[3], word, reading.hour)
  reading.minute = minute
  return true
}

function hourOf(hour: number, half: string | undefined, word: string, part: number | undefined): number {
  if (half === 'am') return hour % 12
  if (half === 'pm') return (hour % 12) + 12
  const written = word.includes(':') && word.startsWith('0')
  const afternoon = part !== undefined && part >= 12
  return !written && ((hour > 0 && hour < 7) || (afternoon && hour < 12)) ? hour + 12 : hour
}

function weekdayOf(word: string): number {
  return word.length >= 3 && /^[a-z]+$/.test(word)
    ? WEEKDAYS.findIndex((day) => fullDay(day).startsWith(word))
    : -1
}

function fullDay(short: string): string {
  return {
    sun: 'sunday',
    mon: 'monday',
    tue: 'tuesday',
    wed: 'wednesday',
    thu: 'thursday',
    fri: 'friday',
    sat: 'saturday',
  }[short] as string
}

/** 1 to 12, or 0. */
function monthOf(word: string): number {
  return /^[a-z]{3,}$/.test(word) ? MONTHS.indexOf(word.slice(0, 3)) + 1 : 0
}

/** 0 is Sunday. */
export function weekdayAt(at: number, zone: string): number {
  const { year, month, day } = wallTime(at, zone)
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay()
}
