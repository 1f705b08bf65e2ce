import type { BulkRequest, Disposition, FollowUpKind } from '@/api/types'
import { parseWhen } from '@/lib/when'
import type { CallFilters } from '../search'

/** Which calls are meant: ticked one by one, or all that match but for some. The server resolves it, once. */
export type BulkTarget = { call_ids: string[] } | { filter: CallFilters; except_ids: string[] }

/** What can be done with many calls, by the button that begins it. */
export type BulkKind = 'tag' | 'outcome' | 'follow_up' | 'assign' | 'spam'

/** What somebody has filled in. */
export interface BulkForm {
  tags: string[]
  /** The tags go instead of coming. */
  removes: boolean
  disposition: string | undefined
  note: string
  /** A follow-up comes with the outcome. */
  promises: boolean
  /** Words such as "tomorrow 9". */
  when: string
  kind: FollowUpKind
  /** Empty: everybody. */
  assignedTo: string
  spamReason: string | undefined
  replaces: boolean
  evenIfOpen: boolean
}

export const EMPTY_FORM: BulkForm = {
  tags: [],
  removes: false,
  disposition: undefined,
  note: '',
  promises: false,
  when: '',
  kind: 'callback',
  assignedTo: '',
  spamReason: undefined,
  replaces: false,
  evenIfOpen: false,
}

/** The part of a request that says what is done. */
export type BulkChange = Pick<BulkRequest, 'operation' | 'data'>

interface Surroundings {
  now: number
  zone: string
  catalogue: readonly Disposition[]
}

/** The change that a form asks for; undefined while something is missing that the server would miss for every call. */
export function changeOf(kind: BulkKind, form: BulkForm, around: Surroundings): BulkChange | undefined {
  switch (kind) {
    case 'tag':
      return form.tags.length > 0
        ? { operation: form.removes ? 'untag' : 'tag', data: { tags: form.tags } }
        : undefined
    case 'outcome':
      return outcomeOf(form, around)
    case 'follow_up': {
      const follow_up = promiseOf(form, around)
      return follow_up?.due_at
        ? { operation: 'followup', data: { follow_up, ...(form.evenIfOpen ? { even_if_open: true } : {}) } }
        : undefined
    }
    case 'assign':
      return { operation: 'assign', data: { assigned_to: form.assignedTo || null } }
    case 'spam':
      return { operation: 'spam', data: { ...spamOf(form), replace: form.replaces } }
  }
}

function outcomeOf(form: BulkForm, around: Surroundings): BulkChange | undefined {
  const rule = around.catalogue.find(({ key }) => key === form.disposition)
  if (!rule) return undefined
  const note = form.note.trim()
  const promise = form.promises ? promiseOf(form, around) : undefined
  // Without a time the minutes of the disposition count, if it has some.
  if (form.promises && (!promise || (!promise.due_at && rule.follow_up_minutes === undefined)))
    return undefined
  return {
    operation: 'disposition',
    data: {
      disposition: rule.key,
      ...(note ? { note } : {}),
      ...(promise ? { follow_up: promise } : {}),
      ...(takesSpamReason(rule) ? spamOf(form) : {}),
      replace: form.replaces,
    },
  }
}

/** The promise of a form; undefined when its time is not understood. */
function promiseOf(form: BulkForm, { now, zone }: Surroundings) {
  const text = form.when.trim()
  const at = text === '' ? undefined : (parseWhen(text, now, zone) ?? undefined)
  if (text !== '' && (at === undefined || at <= now)) return undefined
  return {
    type: form.kind,
    ...(at === undefined ? {} : { due_at: new Date(at).toISOString() }),
    ...(form.assignedTo ? { assigned_to: form.assignedTo } : {}),
  }
}

type SpamReason = NonNullable<NonNullable<BulkRequest['data']>['spam_reason']>

function spamOf(form: BulkForm): { spam_reason?: SpamReason } {
  return form.spamReason ? { spam_reason: form.spamReason as SpamReason } : {}
}

/** Whether an outcome says spam: it never was a lead and is worth nothing. */
export function takesSpamReason(rule: Disposition): boolean {
  return rule.class === 'not_a_lead' && rule.clears_value
}

/** The disposition that "mark as spam" gives: the shipped one while it is offered, else one that says so. */
export function spamDisposition(catalogue: readonly Disposition[] | undefined): Disposition | undefined {
  const offered = catalogue?.filter((rule) => rule.active) ?? []
  return offered.find((rule) => rule.key === 'spam') ?? offered.find(takesSpamReason)
}
