import { describe, expect, it } from 'vitest'
import { clockText, initials, lightOf, spanText } from './lights'

describe('the wallboard', () => {
  it('turns amber at seven tenths of a limit and red at the limit', () => {
    const at = (seconds: number) => lightOf(0, 60, seconds * 1000)
    expect([at(0), at(41), at(42), at(59), at(60), at(600)]).toEqual([
      'green',
      'green',
      'amber',
      'amber',
      'red',
      'red',
    ])
    expect(lightOf(undefined, 60, 600_000)).toBe('green')
  })

  it('tells times that can be read from afar', () => {
    const minute = 60_000
    expect(clockText(-5)).toBe('0:00')
    expect(clockText(42_000)).toBe('0:42')
    expect(clockText(12 * minute + 5000)).toBe('12:05')
    expect(clockText(187 * minute)).toBe('3 h 07')
    expect(clockText(52 * 60 * minute)).toBe('2 d 4 h')
    expect([60, 90, 1800].map(spanText)).toEqual(['60 s', '90 s', '30 min'])
  })

  it('names nobody in full when it shall not', () => {
    expect(initials('Dana Reyes')).toBe('DR')
    expect(initials('Ana Maria de Souza')).toBe('AS')
    expect(initials('Theo')).toBe('T')
    expect(initials('')).toBe('')
  })
})
