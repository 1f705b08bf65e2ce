// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { CALL_COLUMNS } from '@/features/calls/columns'
import { columnsOf, formatBytes } from './columns'

test('every column of the list that shows something has its place in a file', () => {
  for (const { id } of CALL_COLUMNS) {
    expect(columnsOf([id]).length > 0, id).toBe(id !== 'actions')
  }
})

test('the order of the list is the order of the file', () => {
  expect(columnsOf(['value', 'actions', 'caller'])).toEqual(['value', 'caller', 'from', 'to'])
})

test('sizes are read at a glance', () => {
  expect([0, 512, 1536, 20_480, 3_145_728].map(formatBytes)).toEqual([
    '0 B',
    '512 B',
    '1.5 KB',
    '20 KB',
    '3 MB',
  ])
})
