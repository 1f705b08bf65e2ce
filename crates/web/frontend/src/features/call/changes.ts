import type { AuditEntry } from '@/api/types'
import { type Change, diffOf, instantIn, printValue } from '@/lib/diff'
import { formatCents } from '@/lib/money'
import { humanise } from '@/lib/words'

/** Longer values are cut: the line says that and what changed, not every word. */
const LONGEST = 80

/** What a reader wants to know of a call's changes, in his words. Everything else is bookkeeping. */
const NAMES: Record<string, string> = {
  status: 'Status',
  disposition: 'Outcome',
  notes: 'Note',
  value_est_cents: 'Estimated value',
  tags: 'Tags',
  intent: 'Intent',
  lead_source: 'Lead source',
  queue_status: 'Queue',
  customer: 'Contact',
  do_not_contact: 'Do not contact',
  spam_reason: 'Spam reason',
  caller_name: 'Name of the caller',
  answered_at: 'Answered',
  ended_at: 'Ended',
  duration_s: 'Seconds talked',
  escalation: 'Escalation',
  outcome_required: 'Outcome required',
}

const ACTIONS: Record<string, string> = {
  create: 'created it',
  update: 'changed it',
  delete: 'deleted it',
  tag: 'changed the tags',
  untag: 'removed tags',
  link: 'linked a contact',
  unlink: 'unlinked the contact',
  assign: 'assigned it',
  unassign: 'unassigned it',
  escalate: 'escalated it',
  download: 'printed it',
}

/** What somebody did, as a verb phrase. */
export function actionWords(action: string): string {
  return ACTIONS[action] ?? humanise(action).toLowerCase()
}

/** What an audit entry changed, one sentence a field; `instant` writes a moment in the workspace's zone. */
export function changesIn(
  entry: Pick<AuditEntry, 'before' | 'after'>,
  instant: (at: number) => string,
): string[] {
  return diffOf(entry.before, entry.after).flatMap((change) => sentence(change, instant) ?? [])
}

function sentence(change: Change, instant: (at: number) => string): string | undefined {
  const [field = ''] = change.path.split('.')
  const name = NAMES[field]
  if (name === undefined) return undefined
  // Ids say nothing to a reader; that it changed does.
  if (field === 'customer') return change.after === undefined ? 'Contact removed' : 'Contact set'
  const show = (value: unknown) => {
    if (field === 'value_est_cents' && typeof value === 'number') return formatCents(value)
    return cut(
      instantIn(value) === undefined && typeof value === 'string'
        ? value || 'empty'
        : printValue(value, instant),
    )
  }
  return `${name}: ${show(change.before)} → ${show(change.after)}`
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
