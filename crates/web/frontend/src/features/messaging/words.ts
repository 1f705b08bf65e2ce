import type { ConversationState, Message, MessageState, TemplateVariable, TextPurpose } from '@/api/types'
import type { Tone } from '@/lib/tone'

/** Where a text is, as people read it. */
export const DELIVERY: Record<MessageState, { label: string; tone: Tone }> = {
  ready: { label: 'Waiting', tone: 'mute' },
  claimed: { label: 'Sending', tone: 'mute' },
  sending: { label: 'Sending', tone: 'mute' },
  sent: { label: 'Sent', tone: 'mute' },
  delivered: { label: 'Delivered', tone: 'ok' },
  failed: { label: 'Not sent', tone: 'bad' },
  undelivered: { label: 'Not delivered', tone: 'bad' },
  retry: { label: 'Waiting', tone: 'mute' },
  unknown: { label: 'Not known whether it went out', tone: 'warn' },
  refused: { label: 'Not allowed', tone: 'bad' },
  cancelled: { label: 'Taken back', tone: 'mute' },
  received: { label: 'Received', tone: 'mute' },
}

export const CONVERSATION_STATE: Record<ConversationState, string> = {
  open: 'Open',
  snoozed: 'Snoozed',
  done: 'Done',
}

export const TEXT_PURPOSE: Record<TextPurpose, string> = {
  reply: 'Answer',
  service: 'About a job',
  reminder: 'Reminder',
  survey: 'Survey',
  marketing: 'Marketing',
  opt_out_confirmation: 'Confirms an opt-out',
  help: 'Answers HELP',
}

/** What variables are called where somebody fills them in. */
export const VARIABLE: Record<TemplateVariable, string> = {
  customer_name: 'Customer name',
  first_name: 'First name',
  company_name: 'Company name',
  company_phone: 'Company phone',
  agent_name: 'Your name',
  job_time: 'Time of the visit',
  next_opening: 'Next opening',
}

export const VARIABLES = Object.keys(VARIABLE) as TemplateVariable[]

const AUTOMATIONS: Record<string, string> = { missed_call_texts_back: 'Missed call text' }

/** Who wrote a text of ours. */
export function writerOf(message: Message): string {
  if (message.automation) return AUTOMATIONS[message.automation] ?? 'By itself'
  return message.written_by?.name || 'A program'
}

/** Whether it can still be taken back. */
export function isWaiting(message: Message): boolean {
  return message.state === 'ready' || message.state === 'retry'
}

/** Whether it waits because the way out is closed, and not for its hour. */
export function isParked(message: Message, now: number): boolean {
  const planned = message.scheduled_for ? new Date(message.scheduled_for).getTime() : 0
  return message.state === 'retry' && planned <= now
}

/** Whether somebody may say what is to be made of it. */
export function canBeSettled(message: Message): boolean {
  const wrong: MessageState[] = ['unknown', 'failed', 'undelivered', 'refused']
  return wrong.includes(message.state) && message.settled === undefined
}
