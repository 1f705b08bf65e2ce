import type { AuditEntry } from '@/api/types'
import { humanise } from '@/lib/words'

/** Longer values are cut: the line says that and what changed, not every word. */
const LONGEST = 80
/** Bookkeeping that says nothing to a reader. */
const SILENT = new Set(['version', 'updated_at', 'search_text', 'id'])

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
}

/** What somebody did, as a verb phrase. */
export function actionWords(action: string): string {
  return ACTIONS[action] ?? humanise(action).toLowerCase()
}

/** What an audit entry changed, one sentence a field. */
export function changesIn(entry: Pick<AuditEntry, 'before' | 'after'>): string[] {
  const before = asRecord(entry.before)
  const after = asRecord(entry.after)
  return Object.keys({ ...before, ...after })
    .filter((key) => !SILENT.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `${humanise(key)}: ${show(before[key])} → ${show(after[key])}`)
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(show).join(', ')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
