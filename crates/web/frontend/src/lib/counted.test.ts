import { expect, test } from 'vitest'
import { counted } from './counted'

test('one is one, and thousands are grouped', () => {
  expect([0, 1, 2, 1204].map((count) => counted(count, 'call'))).toEqual([
    '0 calls',
    '1 call',
    '2 calls',
    '1,204 calls',
  ])
  expect(counted(2, 'delivery', 'deliveries')).toBe('2 deliveries')
})
