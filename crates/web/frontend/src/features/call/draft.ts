import type { CallDetail, CallPatch, Disposition, OutcomeFollowUp } from '@/api/types'

/** What somebody has entered and the server does not have yet. Absent fields are untouched. */
export interface CallDraft {
  disposition?: string
  notes?: string
  /** Null clears the estimate. */
  valueCents?: number | null
  /** The promise that goes with the disposition. Without a due instant, the rule sets it. */
  followUp?: OutcomeFollowUp
}

/** The part of a call that drafts are about, as it was when the draft began. */
export type CallBase = Pick<CallDetail, 'disposition' | 'notes' | 'value_est_cents'>

export type Missing = 'notes' | 'follow_up'

/** Whether the strict rules of a disposition apply to a call. */
export function binds(disposition: Disposition, call: Pick<CallDetail, 'direction' | 'purpose'>): boolean {
  return disposition.directions.includes(call.direction) && disposition.purposes.includes(call.purpose)
}

/** Fields that were touched and differ from the server's. */
export function dirtyPart(call: CallBase, draft: CallDraft): CallDraft {
  const dirty: CallDraft = {}
  if (draft.disposition !== undefined && draft.disposition !== call.disposition)
    dirty.disposition = draft.disposition
  if (draft.notes !== undefined && draft.notes !== call.notes) dirty.notes = draft.notes
  if (draft.valueCents !== undefined && draft.valueCents !== (call.value_est_cents ?? null)) {
    dirty.valueCents = draft.valueCents
  }
  if (dirty.disposition !== undefined && draft.followUp) dirty.followUp = draft.followUp
  return dirty
}

export function isEmpty(draft: CallDraft): boolean {
  return Object.keys(draft).length === 0
}

/** What the chosen disposition still demands (S1-DRW-02); the server checks the same. */
export function missing(call: CallDetail, draft: CallDraft, catalogue: readonly Disposition[]): Missing[] {
  const chosen = catalogue.find((disposition) => disposition.key === draft.disposition)
  if (!chosen || !binds(chosen, call)) return []
  const found: Missing[] = []
  if (chosen.requires_note && (draft.notes ?? call.notes).trim() === '') found.push('notes')
  const promised = call.follow_ups.some((followUp) => followUp.status === 'open')
  const planned =
    draft.followUp && (draft.followUp.due_at !== undefined || chosen.follow_up_minutes !== undefined)
  if (chosen.requires_follow_up && !promised && !planned) found.push('follow_up')
  return found
}

/**
 * What may be sent now. While the disposition lacks something, the rest still goes: a note is worth keeping,
 * an incomplete outcome is not.
 */
export function patchOf(call: CallDetail, draft: CallDraft, catalogue: readonly Disposition[]): CallPatch {
  const dirty = dirtyPart(call, draft)
  const patch: CallPatch = {}
  if (dirty.notes !== undefined) patch.notes = dirty.notes
  if (dirty.valueCents !== undefined) patch.value_est_cents = dirty.valueCents
  if (dirty.disposition !== undefined && missing(call, draft, catalogue).length === 0) {
    patch.disposition = dirty.disposition
    if (dirty.followUp) patch.follow_up = dirty.followUp
  }
  return patch
}

/** The draft after a save: what was sent is done, what was typed meanwhile stays. */
export function afterSaving(draft: CallDraft, sent: CallPatch): CallDraft {
  const rest = { ...draft }
  if (sent.notes !== undefined && rest.notes === sent.notes) delete rest.notes
  if (sent.value_est_cents !== undefined && rest.valueCents === sent.value_est_cents) delete rest.valueCents
  if (sent.disposition !== undefined && rest.disposition === sent.disposition) {
    delete rest.disposition
    delete rest.followUp
  }
  return rest
}

export interface Conflict {
  field: 'disposition' | 'notes' | 'valueCents'
  label: string
  theirs: string | number | null
  mine: string | number | null
}

/** Fields of the draft that somebody else has changed since the draft began. */
export function conflictsOf(base: CallBase, now: CallBase, draft: CallDraft): Conflict[] {
  const found: Conflict[] = []
  if (
    draft.disposition !== undefined &&
    base.disposition !== now.disposition &&
    now.disposition !== draft.disposition
  ) {
    found.push({
      field: 'disposition',
      label: 'Outcome',
      theirs: now.disposition ?? null,
      mine: draft.disposition,
    })
  }
  if (draft.notes !== undefined && base.notes !== now.notes && now.notes !== draft.notes) {
    found.push({ field: 'notes', label: 'Note', theirs: now.notes, mine: draft.notes })
  }
  const [before, after] = [base.value_est_cents ?? null, now.value_est_cents ?? null]
  if (draft.valueCents !== undefined && before !== after && after !== draft.valueCents) {
    found.push({ field: 'valueCents', label: 'Estimated value', theirs: after, mine: draft.valueCents })
  }
  return found
}

export function baseOf(call: CallBase): CallBase {
  const base: CallBase = { notes: call.notes }
  if (call.disposition !== undefined) base.disposition = call.disposition
  if (call.value_est_cents !== undefined) base.value_est_cents = call.value_est_cents
  return base
}

/** The base of a draft in which more is entered: what was untouched so far begins on the call as it is now. */
export function baseWith(
  base: CallBase | undefined,
  touched: readonly (keyof CallBase)[],
  call: CallBase,
): CallBase {
  const from = (field: keyof CallBase) => (base && touched.includes(field) ? base : call)
  const { notes } = from('notes')
  const { disposition } = from('disposition')
  const { value_est_cents } = from('value_est_cents')
  return {
    notes,
    ...(disposition === undefined ? {} : { disposition }),
    ...(value_est_cents === undefined ? {} : { value_est_cents }),
  }
}
