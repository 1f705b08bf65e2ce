import { describe, expect, it } from 'vitest'
import { slaLevel, slaView } from './sla'
import { MINUTE } from './time'

const now = new Date('2026-11-21T15:00:00Z').getTime()
const due = (minutes: number) => new Date(now + minutes * MINUTE).toISOString()

describe('levels of a promise', () => {
  it.each([
    ['callback', 11, 'ok'],
    ['callback', 10, 'warning'],
    ['callback', 5, 'critical'],
    ['callback', 0, 'overdue'],
    ['task', 61, 'ok'],
    ['task', 60, 'warning'],
    ['task', 30, 'critical'],
    ['task', -1, 'overdue'],
  ] as const)('%s with %i minutes left is %s', (kind, minutes, level) => {
    expect(slaLevel({ kind, dueAt: due(minutes) }, now)).toBe(level)
  })

  it('stands still while paused, even past due', () => {
    expect(slaLevel({ kind: 'callback', dueAt: due(-3), paused: true }, now)).toBe('paused')
  })

  it('tells kept in time from kept late', () => {
    expect(slaLevel({ kind: 'callback', dueAt: due(-3), metAt: due(-5) }, now)).toBe('met')
    expect(slaLevel({ kind: 'callback', dueAt: due(-5), metAt: due(-3) }, now)).toBe('met_late')
  })
})

describe('words on the chip', () => {
  it('counts seconds at the end only', () => {
    expect(slaView({ kind: 'callback', dueAt: due(4.5) }, now, 'UTC')).toMatchObject({
      text: '4:30 left',
      ticking: true,
    })
    expect(slaView({ kind: 'callback', dueAt: due(12) }, now, 'UTC')).toMatchObject({
      text: '12m left',
      ticking: false,
    })
  })

  it('says how late, and names the day when it is far', () => {
    expect(slaView({ kind: 'callback', dueAt: due(-8) }, now, 'UTC').text).toBe('+8m late')
    expect(slaView({ kind: 'task', dueAt: due(26 * 60) }, now, 'UTC').text).toBe('tomorrow 5:00 PM')
  })
})
