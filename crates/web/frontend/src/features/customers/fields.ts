import type { CustomerDetail, CustomerPatch, NewCustomer } from '@/api/types'
import { formatPhone } from '@/lib/phone'

/** A customer as the form holds it: every field present, rows with ids of their own so that they keep their focus. */
export interface CustomerFields {
  version: number
  name: string
  company: string
  kind: string
  status: string
  lead_source: string
  preferred_channel: string
  do_not_contact: boolean
  notes: string
  phones: { number: string; label: string; primary: boolean }[]
  emails: string[]
  address: {
    street: string
    street2: string
    city: string
    state: string
    postal_code: string
    country: string
  }
  time_windows: { day: string; start: string; end: string }[]
}

export const NEW_CUSTOMER: CustomerFields = {
  version: 0,
  name: '',
  company: '',
  kind: 'person',
  status: 'lead',
  lead_source: '',
  preferred_channel: '',
  do_not_contact: false,
  notes: '',
  phones: [],
  emails: [],
  address: { street: '', street2: '', city: '', state: '', postal_code: '', country: '' },
  time_windows: [],
}

export function fieldsOf(customer: CustomerDetail): CustomerFields {
  return {
    version: customer.version,
    name: customer.name,
    company: customer.company ?? '',
    kind: customer.kind,
    status: customer.status,
    lead_source: customer.lead_source ?? '',
    preferred_channel: customer.preferred_channel ?? '',
    do_not_contact: customer.do_not_contact,
    notes: customer.notes,
    phones: customer.phones.map(({ number, label, primary }) => ({
      number: formatPhone(number),
      label: label ?? '',
      primary,
    })),
    emails: [...customer.emails],
    address: { ...NEW_CUSTOMER.address, ...customer.address },
    time_windows: customer.time_windows.map(({ day, start, end }) => ({
      day: day.toLowerCase(),
      start,
      end,
    })),
  }
}

/** The form in the words of the API. Rows without a number or address are left out; empty texts take a field away. */
export function patchOf(fields: CustomerFields): CustomerPatch {
  const { version: _, ...rest } = fields
  return {
    ...rest,
    company: blankAsNull(fields.company),
    lead_source: blankAsNull(fields.lead_source),
    preferred_channel: blankAsNull(fields.preferred_channel),
    phones: fields.phones
      .filter((phone) => phone.number.trim() !== '')
      .map(({ label, ...phone }) => (label.trim() === '' ? phone : { ...phone, label: label.trim() })),
    emails: fields.emails.filter((email) => email.trim() !== ''),
    address: Object.values(fields.address).some((part) => part.trim() !== '') ? fields.address : null,
  } as CustomerPatch
}

/** A new customer: only what was entered. The do-not-contact mark is set on customers that exist. */
export function creationOf(fields: CustomerFields): NewCustomer {
  const { do_not_contact: _, ...patch } = patchOf(fields)
  const entered = Object.entries(patch).filter(([, value]) => value !== null && value !== '')
  return Object.fromEntries(entered) as unknown as NewCustomer
}

function blankAsNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
