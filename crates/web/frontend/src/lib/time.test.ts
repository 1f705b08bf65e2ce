import { describe, expect, it } from 'vitest'
import {
  atHour,
  DAY,
  formatAgo,
  formatDuration,
  formatSoon,
  formatSpan,
  instantOf,
  MINUTE,
  startOfDay,
  wallTime,
} from './time'

const NY = 'America/New_York'
const at = (iso: string) => new Date(iso).getTime()

describe('wall time of a zone', () => {
  it('reads and writes the same moment', () => {
    const moment = at('2026-07-04T16:30:00Z')
    expect(wallTime(moment, NY)).toEqual({ year: 2026, month: 7, day: 4, hour: 12, minute: 30 })
    expect(instantOf(wallTime(moment, NY), NY)).toBe(moment)
  })

  it('moves a skipped hour forward in spring', () => {
    const skipped = instantOf({ year: 2026, month: 3, day: 8, hour: 2, minute: 30 }, NY)
    expect(new Date(skipped).toISOString()).toBe('2026-03-08T07:30:00.000Z')
  })

  it('takes the first of a doubled hour in autumn', () => {
    const doubled = instantOf({ year: 2026, month: 11, day: 1, hour: 1, minute: 30 }, NY)
    expect(new Date(doubled).toISOString()).toBe('2026-11-01T05:30:00.000Z')
  })

  it('finds tomorrow 9 am across a change of the clock', () => {
    const evening = at('2026-10-31T22:00:00-04:00')
    expect(new Date(atHour(evening, NY, 1, 9)).toISOString()).toBe('2026-11-01T14:00:00.000Z')
  })

  it('starts a day at the midnight of the zone, not of UTC', () => {
    expect(new Date(startOfDay(at('2026-11-21T02:00:00Z'), NY)).toISOString()).toBe(
      '2026-11-20T05:00:00.000Z',
    )
  })
})

describe('words for time', () => {
  const now = at('2026-11-21T15:00:00Z')

  it('counts back', () => {
    expect(formatAgo(now - 20_000, NY, now)).toBe('just now')
    expect(formatAgo(now + 20_000, NY, now)).toBe('just now')
    expect(formatAgo(now - 5 * MINUTE, NY, now)).toBe('5m ago')
    expect(formatAgo(now - 3 * DAY, NY, now)).toBe('3d ago')
  })

  it('names days around today', () => {
    expect(formatSoon(now + 60 * MINUTE, NY, now)).toBe('today 11:00 AM')
    expect(formatSoon(now + DAY, NY, now)).toBe('tomorrow 10:00 AM')
    expect(formatSoon(now - DAY, NY, now)).toBe('yesterday 10:00 AM')
  })

  it('writes spans and talk times', () => {
    expect(formatSpan(45_000)).toBe('45s')
    expect(formatSpan(185 * MINUTE)).toBe('3h 05m')
    expect(formatSpan(-5)).toBe('0s')
    expect(formatDuration(67)).toBe('1:07')
    expect(formatDuration(3765)).toBe('1:02:45')
  })
})
