import { expect, it } from 'vitest'
import { keyFor, moved } from './reorder'

it('moves one item by one place and stays at the ends', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
})

it('makes keys that nobody has', () => {
  expect(keyFor('Missed call, new number', [])).toBe('missed_call_new_number')
  expect(keyFor('Café à la carte', [])).toBe('cafe_a_la_carte')
  expect(keyFor('Booked', ['booked', 'booked_2'])).toBe('booked_3')
  expect(keyFor('!!!', [])).toBe('item')
})
