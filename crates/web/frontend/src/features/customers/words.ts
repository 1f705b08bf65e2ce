import type { Tone } from '@/lib/tone'

export const CUSTOMER_STATUS: Record<string, { label: string; tone: Tone }> = {
  lead: { label: 'Lead', tone: 'info' },
  active: { label: 'Active', tone: 'ok' },
  churned: { label: 'Former', tone: 'mute' },
}

export const CUSTOMER_KIND: Record<string, string> = { person: 'Person', company: 'Company' }

export const CHANNEL: Record<string, string> = { call: 'Call', sms: 'Text message', email: 'E-mail' }

/** Offered by forms and filters; any other short text is accepted, too. */
export const LEAD_SOURCES = [
  'Website',
  'Referral',
  'Phone Call',
  'Walk-in',
  'Social Media',
  'Google Ads',
  'Tech upsell',
  'Other',
]

export const INTERACTION: Record<string, string> = {
  note: 'Note',
  call: 'Call',
  email: 'E-mail',
  sms: 'Text message',
  meeting: 'Meeting',
  site_visit: 'Site visit',
}

/** What came of a contact, as offered by the form. */
export const INTERACTION_OUTCOMES = [
  'Left Voicemail',
  'Spoke with Customer',
  'Scheduled Appointment',
  'Sent Quote',
  'Customer Interested',
  'Customer Not Interested',
  'Follow-up Required',
  'Issue Resolved',
]

export const WEEKDAYS: readonly { value: string; label: string }[] = [
  { value: 'mon', label: 'Mon' },
  { value: 'tue', label: 'Tue' },
  { value: 'wed', label: 'Wed' },
  { value: 'thu', label: 'Thu' },
  { value: 'fri', label: 'Fri' },
  { value: 'sat', label: 'Sat' },
  { value: 'sun', label: 'Sun' },
]
