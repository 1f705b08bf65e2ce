import { describe, expect, it } from 'vitest'
import { diffOf, instantIn, printValue } from './diff'

describe('diffOf', () => {
  it('finds nested changes by path', () => {
    const before = { note: 'a', tags: ['x'], clock: { state: 'running', paused_s: 0 } }
    const after = { note: 'b', tags: ['x', 'y'], clock: { state: 'paused', paused_s: 0 } }
    expect(diffOf(before, after)).toEqual([
      { path: 'note', before: 'a', after: 'b' },
      { path: 'tags.1', before: undefined, after: 'y' },
      { path: 'clock.state', before: 'running', after: 'paused' },
    ])
  })
  it('lists every field of what was made or removed, but not the empty ones', () => {
    expect(diffOf(null, { name: 'Ann', email: null, tags: [] })).toEqual([
      { path: 'name', before: undefined, after: 'Ann' },
    ])
    expect(diffOf({ name: 'Ann' }, null)).toEqual([{ path: 'name', before: 'Ann', after: undefined }])
  })
  it('finds nothing in equal states', () => {
    expect(diffOf({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([])
    expect(diffOf(null, undefined)).toEqual([])
  })
  it('goes into records that were made, and takes an instant as one value', () => {
    const at = [2026, 325, 3, 23, 41, 889_000_000, 0, 0, 0]
    expect(diffOf({}, { clock: { due: at, pause: null }, tags: ['a'] })).toEqual([
      { path: 'clock.due', before: undefined, after: at },
      { path: 'tags', before: undefined, after: ['a'] },
    ])
  })
  it('does not confuse a list with a record', () => {
    expect(diffOf({ a: [] }, { a: { b: 1 } })).toHaveLength(1)
  })
})

describe('printValue', () => {
  it.each([
    [null, 'empty'],
    [true, 'yes'],
    [['a', 'b'], 'a, b'],
    [{ a: 1 }, '{"a":1}'],
    [12, '12'],
  ])('%j', (value, text) => {
    expect(printValue(value)).toBe(text)
  })
})

describe('instantIn', () => {
  it('reads both ways in which instants are recorded', () => {
    const at = Date.UTC(2026, 10, 21, 3, 23, 41, 889)
    expect(instantIn([2026, 325, 3, 23, 41, 889_000_000, 0, 0, 0])).toBe(at)
    expect(instantIn('2026-11-21T03:23:41.889Z')).toBe(at)
  })
  it.each([[[1, 2, 3]], ['+15185550123'], [2026], [[1, 2, 3, 4, 5, 6, 7, 8, 9]]])('refuses %j', (value) => {
    expect(instantIn(value)).toBeUndefined()
  })
})
