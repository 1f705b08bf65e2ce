import type { CallRow, CountedAs, FollowUpKind, Kept, Priority, Weekday } from '@/api/types'
import type { Tone } from './tone'

/** The API's closed lists as people read them. */
export const STATUS: Record<CallRow['status'], { label: string; tone: Tone }> = {
  scheduled: { label: 'Scheduled', tone: 'mute' },
  ready: { label: 'Ready', tone: 'info' },
  queued: { label: 'Queued', tone: 'info' },
  ringing: { label: 'Ringing', tone: 'info' },
  in_progress: { label: 'On call', tone: 'ok' },
  completed: { label: 'Completed', tone: 'mute' },
  failed: { label: 'Failed', tone: 'bad' },
  missed: { label: 'Missed', tone: 'bad' },
}

export const DIRECTION: Record<CallRow['direction'], string> = { in: 'Inbound', out: 'Outbound' }

export const INTENT: Record<NonNullable<CallRow['intent']>, { label: string; tone: Tone }> = {
  emergency: { label: 'Emergency', tone: 'bad' },
  routine: { label: 'Routine', tone: 'mute' },
  quote: { label: 'Quote', tone: 'info' },
  faq: { label: 'Question', tone: 'mute' },
  billing: { label: 'Billing', tone: 'mute' },
  spam: { label: 'Spam', tone: 'mute' },
}

export const SOURCE: Record<CallRow['source'], string> = {
  phone: 'Phone',
  web_callback: 'Web callback',
  manual: 'Logged by hand',
  transfer: 'Transfer',
}

export const LEAD_SOURCE: Record<CallRow['lead_source'], string> = {
  google_maps: 'Google Maps',
  website: 'Website',
  referral: 'Referral',
  ad: 'Advertisement',
  unknown: 'Not known',
}

export const PURPOSE: Record<string, string> = {
  inbound: 'Inbound',
  appointment: 'Appointment',
  quote: 'Quote',
  lead: 'Lead nurturing',
  callback: 'Callback',
  feedback: 'Feedback',
  demo: 'Demo',
}

export const QUEUE_STATUS: Record<CallRow['queue_status'], string> = {
  none: 'None',
  followup: 'Follow-up open',
  triage: 'Triage',
}

/** How far the escalation of an emergency got. */
export const ESCALATION: Record<CallRow['escalation_status'], string> = {
  none: 'None',
  queued: 'About to be sent',
  sent: 'Nobody has it yet',
  acked: 'Acknowledged',
}

/** An emergency waits for somebody to take it. */
export function isEscalating({ escalation_status: status }: Pick<CallRow, 'escalation_status'>): boolean {
  return status === 'queued' || status === 'sent'
}
export const SPAM_REASON = {
  robocall: 'A machine talks',
  telemarketer: 'Somebody sells',
  repeat_silent: 'Calls again and says nothing',
} as const

export const AGENT_TYPE: Record<CallRow['agent_type'], string> = { human: 'Person', ai: 'Voice program' }

export const FOLLOW_UP_KIND: Record<FollowUpKind, string> = {
  callback: 'Callback',
  sms: 'Text message',
  email: 'E-mail',
  task: 'Task',
}

/** The kinds of follow-up for a picker. */
export const FOLLOW_UP_OPTIONS = (['callback', 'sms', 'email', 'task'] as const).map((value) => ({
  value,
  label: FOLLOW_UP_KIND[value],
}))

export const PRIORITY: Record<Priority, { label: string; tone: Tone }> = {
  urgent: { label: 'Urgent', tone: 'bad' },
  high: { label: 'High', tone: 'warn' },
  normal: { label: 'Normal', tone: 'mute' },
  low: { label: 'Low', tone: 'mute' },
}

export const DISPOSITION_CLASS: Record<string, { label: string; tone: Tone }> = {
  won: { label: 'Won', tone: 'ok' },
  open: { label: 'Open', tone: 'warn' },
  lost: { label: 'Lost', tone: 'mute' },
  service: { label: 'Service', tone: 'mute' },
  not_a_lead: { label: 'Not a lead', tone: 'mute' },
  suppress: { label: 'Do not contact', tone: 'bad' },
}

/** What reports count a call as. */
export const COUNTED_AS: Record<CountedAs, string> = {
  total: 'Counted',
  incoming: 'Incoming, over',
  answered: 'Answered',
  missed: 'Missed (15 s or more)',
  abandoned: 'Given up before 15 s',
  outgoing: 'Outgoing',
  lead: 'Lead',
  booked: 'Booked lead',
  unbooked: 'Unbooked lead',
  excused: 'Answered, no lead',
  recovered: 'Missed, booked later',
  missed_value: 'Missed value',
}

export const WEEKDAY: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

/** What became of a promise that came due. */
export const KEPT: Record<Kept, string> = {
  in_time: 'Kept in time',
  late: 'Kept late',
  broken: 'Open, past due',
}

export const ROLE: Record<string, string> = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  dispatcher: 'Dispatcher',
  technician: 'Technician',
  tech: 'Technician',
  viewer: 'Viewer',
}

/** For words the page does not know yet: "waiting_for_customer" as "Waiting for customer". */
export function humanise(word: string): string {
  const text = word.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
