import { describe, expect, it } from 'vitest'
import type { BusinessHours } from '@/api/types'
import { blockProblems, copyDay, nextBlock, ruleDate, standingAt, weeklyMinutes } from './hours'

const day = [{ open: '08:00', close: '17:00' }]
const hours: BusinessHours = {
  time_zone: 'America/New_York',
  weekly: {
    mon: day,
    tue: day,
    wed: day,
    thu: day,
    fri: [
      { open: '08:00', close: '12:00' },
      { open: '13:00', close: '17:00' },
    ],
    sat: [],
    sun: [],
  },
  exceptions: [{ date: '2026-11-28', name: 'Storm service', blocks: [{ open: '10:00', close: '24:00' }] }],
  holidays: [
    { rule: '11-thu-4', name: 'Thanksgiving Day', enabled: true },
    { date: '2026-11-30', name: 'Inventory', enabled: false },
  ],
  version: 1,
}
const at = (text: string) => Date.parse(`${text}-05:00`)

describe('standingAt', () => {
  it('is open until the end of the block', () => {
    expect(standingAt(hours, at('2026-11-23T08:00'))).toEqual({ open: true, until: at('2026-11-23T17:00') })
  })
  it('counts lunch as closed', () => {
    expect(standingAt(hours, at('2026-11-20T12:00'))).toEqual({
      open: false,
      opens: at('2026-11-20T13:00'),
      because: null,
    })
  })
  it('opens after the weekend', () => {
    expect(standingAt(hours, at('2026-11-20T17:00'))).toMatchObject({ opens: at('2026-11-23T08:00') })
  })
  it('names the holiday and passes over it', () => {
    expect(standingAt(hours, at('2026-11-26T09:00'))).toEqual({
      open: false,
      opens: at('2026-11-27T08:00'),
      because: 'Thanksgiving Day',
    })
  })
  it('prefers a dated exception and knows midnight as its end', () => {
    expect(standingAt(hours, at('2026-11-28T23:30'))).toEqual({ open: true, until: at('2026-11-29T00:00') })
  })
  it('leaves a holiday out that is switched off', () => {
    expect(standingAt(hours, at('2026-11-30T09:00'))).toMatchObject({ open: true })
  })
  it('says when it never opens', () => {
    const never = {
      ...hours,
      weekly: { ...hours.weekly, mon: [], tue: [], wed: [], thu: [], fri: [] },
      exceptions: [],
    }
    expect(standingAt(never, at('2026-11-23T09:00'))).toEqual({ open: false, opens: null, because: null })
  })
})

describe('editing', () => {
  it('finds blocks that are turned round or overlap', () => {
    const problems = blockProblems([
      { open: '08:00', close: '12:00' },
      { open: '11:00', close: '13:00' },
      { open: '15:00', close: '14:00' },
      { open: '', close: '18:00' },
    ])
    expect(problems.map((problem) => problem.index)).toEqual([1, 2, 3])
  })
  it('offers a further block after the last, until the day is full', () => {
    expect(nextBlock([{ open: '08:00', close: '12:00' }])).toEqual({ open: '13:00', close: '17:00' })
    expect(nextBlock([{ open: '08:00', close: '23:00' }])).toBeNull()
  })
  it('copies a day without sharing its blocks', () => {
    const copied = copyDay(hours, 'fri', ['sat', 'sun'])
    expect(copied.weekly.sat).toEqual(hours.weekly.fri)
    expect(copied.weekly.sat?.[0]).not.toBe(hours.weekly.fri?.[0])
    expect(weeklyMinutes(copied)).toBe(weeklyMinutes(hours) + 2 * 8 * 60)
  })
})

describe('ruleDate', () => {
  it.each([
    ['07-04', '2026-07-04'],
    ['11-thu-4', '2026-11-26'],
    ['05-mon-last', '2026-05-25'],
    ['01-mon-3', '2026-01-19'],
  ])('%s', (rule, date) => {
    expect(ruleDate(rule, 2026)).toBe(date)
  })
  it('knows what it does not know', () => {
    expect(ruleDate('02-mon-5', 2026)).toBeNull()
    expect(ruleDate('easter', 2026)).toBeNull()
  })
})
