import { describe, expect, it } from 'vitest'
import { movedTo, orderOf } from './columns'
import { directionOf, nextSort } from './sorting'
import { drawable, windowAt } from './useRowWindow'

describe('order of columns', () => {
  it('drops what is gone and puts what is new where the product has it', () => {
    expect(orderOf(['c', 'gone', 'a'], ['a', 'b', 'c'])).toEqual(['c', 'a', 'b'])
    expect(orderOf([], ['a', 'b'])).toEqual(['a', 'b'])
  })

  it('moves within the ends', () => {
    expect(movedTo(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b'])
    expect(movedTo(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a'])
  })
})

describe('sorting by a header', () => {
  it('goes both ways and back to the own order', () => {
    expect(nextSort(undefined, 'value', true, '-time')).toBe('-value')
    expect(nextSort('-value', 'value', true, '-time')).toBe('value')
    expect(nextSort('value', 'value', true, '-time')).toBeUndefined()
  })

  it('does not name the own order twice', () => {
    expect(nextSort(undefined, 'time', true, '-time')).toBe('time')
    expect(nextSort('time', 'time', true, '-time')).toBeUndefined()
  })

  it('is told to readers of the grid', () => {
    expect(directionOf('-value', 'value')).toBe('descending')
    expect(directionOf('-value', undefined)).toBe('none')
  })
})

describe('rows worth drawing', () => {
  it('covers the view with some to spare, never beyond the ends', () => {
    const { first, end } = windowAt(3800, 760, 38, 100_000)
    expect(first).toBeLessThan(100)
    expect(end).toBeGreaterThan(120)
    expect(end - first).toBeLessThan(60)
    expect(windowAt(0, 760, 38, 5)).toEqual({ first: 0, end: 5 })
  })

  it('stays within what browsers can draw', () => {
    expect(drawable(100_000, 48)).toBe(100_000)
    expect(drawable(5_000_000, 48) * 48).toBeLessThanOrEqual(30_000_000)
  })
})
