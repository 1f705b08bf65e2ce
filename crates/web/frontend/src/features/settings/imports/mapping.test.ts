import { describe, expect, test } from 'vitest'
import type { ImportMapping } from '@/api/types'
import { counted } from '@/lib/counted'
import { assign, columnsOf, linesOf, missing, toMapped } from './mapping'
import { bytesWords } from './words'

const mapping: ImportMapping = {
  provider: 'import',
  columns: [
    { field: 'started_at', column: 0 },
    { field: 'from', column: 2 },
  ],
  time_zone: 'America/New_York',
  direction: 'in',
  own_lines: [],
  duplicates: 'skip',
  exceptions: [],
}

describe('columns', () => {
  test('a mapping is read and written as it is', () => {
    const columns = columnsOf(mapping, 4)
    expect(columns).toEqual(['started_at', null, 'from', null])
    expect(toMapped(columns)).toEqual(mapping.columns)
  })

  test('a field has one column', () => {
    const columns = assign(columnsOf(mapping, 3), 1, 'from')
    expect(columns).toEqual(['started_at', 'from', null])
    expect(assign(columns, 1, null)).toEqual(['started_at', null, null])
  })

  test('what is missing is said', () => {
    expect(missing(columnsOf(mapping, 3))).toEqual([])
    expect(missing([null, 'notes'])).toHaveLength(2)
  })
})

test('own lines come one a line or with commas', () => {
  expect(linesOf('864-555-0199\n (864) 555-0198; ')).toEqual(['864-555-0199', '(864) 555-0198'])
})

test('numbers read well', () => {
  expect(counted(1, 'call')).toBe('1 call')
  expect(counted(1204, 'call')).toBe('1,204 calls')
  expect(bytesWords(4_200_000)).toBe('4.2 MB')
  expect(bytesWords(12)).toBe('12 bytes')
})
