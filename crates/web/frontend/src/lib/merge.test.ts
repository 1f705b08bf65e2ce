import { expect, it } from 'vitest'
import { mergeEdits } from './merge'

const base = { name: 'Ann', notes: '', address: { city: 'Troy', zip: '1' }, phones: ['a'] }

it('keeps what each side changed', () => {
  const mine = { ...base, notes: 'mine', address: { ...base.address, city: 'Utica' } }
  const theirs = { ...base, name: 'Anne', address: { ...base.address, zip: '2' } }
  expect(mergeEdits(base, mine, theirs)).toEqual({
    name: 'Anne',
    notes: 'mine',
    address: { city: 'Utica', zip: '2' },
    phones: ['a'],
  })
})

it('prefers mine where both changed the same, and takes lists whole', () => {
  const mine = { ...base, name: 'Mine', phones: ['a', 'b'] }
  const theirs = { ...base, name: 'Theirs', phones: ['c'] }
  expect(mergeEdits(base, mine, theirs)).toMatchObject({ name: 'Mine', phones: ['a', 'b'] })
})

it('lets one side take a field away', () => {
  const { notes: _, ...mine } = base
  expect(mergeEdits<object>(base, mine, base)).not.toHaveProperty('notes')
})
