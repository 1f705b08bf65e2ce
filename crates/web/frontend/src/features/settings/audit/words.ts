import { humanise } from '@/lib/words'

const ACTION_WORDS: Record<string, string> = {
  create: 'added',
  update: 'changed',
  delete: 'removed',
  link: 'linked',
  unlink: 'unlinked',
  assign: 'assigned',
  unassign: 'unassigned',
  escalate: 'escalated',
  tag: 'tagged',
  untag: 'untagged',
  access: 'opened',
  restore: 'restored',
  download: 'took out',
}

const KIND_WORDS: Record<string, string> = {
  call: 'a call',
  follow_up: 'a follow-up',
  customer: 'a customer',
  interaction: 'a line of a timeline',
  message: 'a text',
  conversation: 'a conversation',
  message_template: 'a template of texts',
  text_settings: 'the settings of texts',
  member: 'a member',
  api_key: 'an API key',
  session: 'a session',
  disposition_catalogue: 'the dispositions',
  business_hours: 'the business hours',
  sla_rules: 'the SLA rules',
  workspace: 'the workspace',
  delivery: 'what was given up',
  mail: 'a mail',
  export: 'an export',
  call_job: 'work on many calls',
}

/** "changed a call". */
export function deedOf(action: string, kind: string): string {
  return `${ACTION_WORDS[action] ?? humanise(action).toLowerCase()} ${KIND_WORDS[kind] ?? humanise(kind).toLowerCase()}`
}

export const ACTIONS = Object.keys(ACTION_WORDS).map((value) => ({ value, label: humanise(value) }))

export const KINDS = Object.keys(KIND_WORDS).map((value) => ({ value, label: humanise(value) }))
