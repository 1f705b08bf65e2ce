import { describe, expect, it } from 'vitest'
import { wallTime } from './time'
import { parseWhen } from './when'

const zone = 'America/New_York'
// Saturday, 21 November 2026, 14:05 in New York.
const now = Date.UTC(2026, 10, 21, 19, 5)

function read(text: string, at = now): string | null {
  const found = parseWhen(text, at, zone)
  if (found === null) return null
  const { month, day, hour, minute } = wallTime(found, zone)
  return `${month}/${day} ${hour}:${String(minute).padStart(2, '0')}`
}

describe('parseWhen', () => {
  it.each([
    ['tomorrow 9', '11/22 9:00'],
    ['tomorrow', '11/22 9:00'],
    ['tom 2pm', '11/22 14:00'],
    ['tomorrow at 2:30 pm', '11/22 14:30'],
    ['fri pm', '11/27 14:00'],
    ['friday 10:15', '11/27 10:15'],
    ['mon morning', '11/23 9:00'],
    ['mon 3', '11/23 15:00'],
    ['next week', '11/23 9:00'],
    ['next fri', '11/27 9:00'],
    ['in 2 h', '11/21 16:05'],
    ['2h', '11/21 16:05'],
    ['in 30 min', '11/21 14:35'],
    ['in 1 h 30 m', '11/21 15:35'],
    ['in an hour', '11/21 15:05'],
    ['in half an hour', '11/21 14:35'],
    ['in 3 days', '11/24 14:05'],
    ['5pm', '11/21 17:00'],
    ['17:00', '11/21 17:00'],
    ['eod', '11/21 17:00'],
    ['tonight', '11/21 19:00'],
    ['dec 4 10am', '12/4 10:00'],
    ['4 dec', '12/4 9:00'],
    ['12/4 8', '12/4 8:00'],
    ['2026-12-24 noon', '12/24 12:00'],
    ['jan 5', '1/5 9:00'],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it('takes an hour that is past as the one of tomorrow', () => {
    expect(read('9')).toBe('11/22 9:00')
    expect(read('1pm')).toBe('11/22 13:00')
  })

  it('takes the weekday of today as today while its hour is ahead, else as next week', () => {
    expect(read('sat 4pm')).toBe('11/21 16:00')
    expect(read('sat 9am')).toBe('11/28 9:00')
  })

  it('keeps the wall clock over the end of daylight saving', () => {
    const beforeEnd = Date.UTC(2026, 9, 31, 16, 0)
    expect(read('in 1 day', beforeEnd)).toBe('11/1 12:00')
    expect(read('tomorrow 9', beforeEnd)).toBe('11/1 9:00')
  })

  it.each(['', 'soon', '25:00', 'feb 30', 'today 9am', 'fri fri', '13pm', 'in', 'in 2 parsecs', '-5m'])(
    'refuses %j',
    (text) => {
      expect(read(text)).toBeNull()
    },
  )
})
