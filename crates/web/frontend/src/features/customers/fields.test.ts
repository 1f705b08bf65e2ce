import { describe, expect, it } from 'vitest'
import type { CustomerDetail } from '@/api/types'
import { creationOf, fieldsOf, NEW_CUSTOMER, patchOf } from './fields'

const customer: CustomerDetail = {
  id: 'c',
  version: 3,
  name: 'Ann Lee',
  kind: 'person',
  status: 'active',
  phones: [{ number: '+15185550123', primary: true }],
  do_not_contact: false,
  calls_count: 2,
  open_follow_ups: 0,
  notes: '',
  time_windows: [{ day: 'mon', start: '08:00', end: '12:00' }],
  emails: ['ann@example.test'],
  created_at: '2026-11-01T10:00:00Z',
}

describe('customer form', () => {
  it('fills every field and sends back what it was given', () => {
    const fields = fieldsOf(customer)
    expect(fields).toMatchObject({ version: 3, company: '', time_windows: [{ day: 'mon' }] })
    expect(patchOf(fields)).toMatchObject({
      name: 'Ann Lee',
      company: null,
      address: null,
      phones: [{ number: '+1 (518) 555-0123', primary: true }],
      emails: ['ann@example.test'],
    })
  })
  it('never sends the version as a field', () => {
    expect(patchOf(fieldsOf(customer))).not.toHaveProperty('version')
  })
  it('leaves out rows that were added and not filled', () => {
    const fields = {
      ...fieldsOf(customer),
      phones: [{ number: ' ', label: 'office', primary: false }],
      emails: [''],
    }
    expect(patchOf(fields)).toMatchObject({ phones: [], emails: [] })
  })
  it('creates with only what was entered', () => {
    expect(creationOf({ ...NEW_CUSTOMER, name: 'Ann' })).toEqual({
      name: 'Ann',
      kind: 'person',
      status: 'lead',
      phones: [],
      emails: [],
      time_windows: [],
    })
  })
})
