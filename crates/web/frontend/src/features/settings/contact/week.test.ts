import { describe, expect, it } from 'vitest'
import { spanProblem, weekProblem } from './week'

describe('hours of contact', () => {
  it('end after they begin, at midnight at the latest', () => {
    expect(spanProblem({ open: '08:00', close: '24:00' })).toBeUndefined()
    expect(spanProblem({ open: '08:00', close: '08:00' })).toBe('Ends before it begins')
    expect(spanProblem({ open: '18:00', close: '09:00' })).toBe('Ends before it begins')
  })

  it('have both ends', () => {
    expect(spanProblem({ open: '', close: '09:00' })).toBe('Enter both times')
  })

  it('say which part of the week is wrong; a day without contact is none', () => {
    const fine = { open: '08:00', close: '21:00' }
    expect(weekProblem('Courtesy hours', { weekdays: fine })).toBeUndefined()
    expect(weekProblem('Courtesy hours', { weekdays: fine, sunday: { open: '12:00', close: '10:00' } })).toBe(
      'Courtesy hours of Sunday need another look.',
    )
  })
})
