import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import { dispositionsQuery, useMe } from '@/api/session'
import type { CallDetail, CallPatch } from '@/api/types'
import { toastError, toastUndo } from '@/ui/toast'
import {
  afterSaving,
  baseOf,
  type CallDraft,
  type Conflict,
  conflictsOf,
  dirtyPart,
  isEmpty,
  type Missing,
  missing,
  patchOf,
} from './draft'
import { keptDrafts, keptKey, withPart } from './keptDrafts'
import { etagOf, rememberCall } from './queries'

/** How long the hand must rest before what it wrote is saved (S1-DRW-04). */
const REST_MS = 2000

export type SaveState =
  | { kind: 'clean' }
  | { kind: 'waiting' }
  | { kind: 'incomplete'; missing: readonly Missing[] }
  | { kind: 'saving' }
  | { kind: 'saved' }
  | { kind: 'failed'; reason: string }
  | { kind: 'conflict'; conflicts: readonly Conflict[] }

export interface CallEditor {
  draft: CallDraft
  state: SaveState
  missing: readonly Missing[]
  change: (part: CallDraft) => void
  /** Forgets the chosen outcome. */
  dropOutcome: () => void
  /** Saves now what may be saved. */
  save: () => void
  /** After a conflict: mine over theirs, or theirs. */
  keepMine: () => void
  takeTheirs: () => void
}

const UNTOUCHED: CallDraft = {}

/** Edits one call and saves by itself. What is entered is never lost: not by a failure, nor by another's change. */
export function useCallEditor(call: CallDetail): CallEditor {
  const client = useQueryClient()
  const { data: catalogue = [] } = useQuery(dispositionsQuery)
  const key = keptKey(useMe().member.id, call.id)
  const kept = useSyncExternalStore(keptDrafts.subscribe, () => keptDrafts.of(key))
  const draft = kept?.draft ?? UNTOUCHED
  const base = kept?.base ?? call
  const [phase, setPhase] = useState<'rest' | 'saving' | 'saved' | { failed: string }>('rest')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const dirty = useMemo(() => dirtyPart(call, draft), [call, draft])
  const lacking = useMemo(() => missing(call, draft, catalogue), [call, draft, catalogue])
  const conflicts = useMemo(() => conflictsOf(base, call, dirty), [base, call, dirty])

  useEffect(() => {
    const present = keptDrafts.of(key) === kept
    if (present && kept && isEmpty(dirtyPart(call, kept.draft))) keptDrafts.forget(key)
  }, [key, call, kept])

  const save = useCallback(async () => {
    clearTimeout(timer.current)
    const patch = patchOf(call, draft, catalogue)
    if (isEmpty(patch as CallDraft) || conflicts.length > 0) return
    setPhase('saving')
    try {
      const saved = await send(call, patch)
      rememberCall(client, saved)
      const before = keptDrafts.of(key)
      if (before) keptDrafts.keep(key, { draft: afterSaving(before.draft, patch), base: baseOf(saved) })
      setPhase('saved')
      if (patch.disposition !== undefined) offerUndo(saved, (undone) => rememberCall(client, undone))
    } catch (error) {
      if (isApiError(error, 412)) {
        // Somebody was faster. The fresh call shows whether it concerns the same fields.
        await client.refetchQueries({ queryKey: keys.calls.detail(call.id) })
        setPhase('rest')
      } else {
        setPhase({ failed: messageOf(error) })
      }
    }
  }, [key, call, draft, catalogue, conflicts, client])

  const latestSave = useRef(save)
  useEffect(() => {
    latestSave.current = save
  })

  // Rested: save. A new version of the call that does not touch the draft starts the wait again.
  const pending = !isEmpty(patchOf(call, draft, catalogue) as CallDraft) && conflicts.length === 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of draft or version starts the wait anew
  useEffect(() => {
    if (!pending || typeof phase === 'object') return
    timer.current = setTimeout(() => void latestSave.current(), REST_MS)
    return () => clearTimeout(timer.current)
  }, [pending, draft, call.version])

  useLeaving(pending, latestSave)

  const change = useCallback(
    (part: CallDraft) => {
      setPhase((before) => (before === 'saving' ? before : 'rest'))
      keptDrafts.keep(key, withPart(keptDrafts.of(key), part, call))
    },
    [key, call],
  )
  const dropOutcome = useCallback(() => {
    const before = keptDrafts.of(key)
    if (!before) return
    const { disposition: _disposition, followUp: _followUp, ...rest } = before.draft
    keptDrafts.keep(key, { ...before, draft: rest })
  }, [key])

  return {
    draft,
    missing: lacking,
    state: stateOf(phase, dirty, lacking, conflicts),
    change,
    dropOutcome,
    save: () => void save(),
    keepMine: () => keptDrafts.keep(key, { draft, base: baseOf(call) }),
    takeTheirs: () => keptDrafts.forget(key),
  }
}

async function send(call: CallDetail, patch: CallPatch): Promise<CallDetail> {
  const answer = await dataOf(
    api.PATCH('/calls/{id}', {
      params: { path: { id: call.id }, header: { 'If-Match': etagOf(call) } },
      body: patch,
    }),
  )
  return answer.call
}

function offerUndo(saved: CallDetail, onUndone: (call: CallDetail) => void) {
  toastUndo('Outcome saved', () => {
    dataOf(api.POST('/calls/{id}/outcome/undo', { params: { path: { id: saved.id } } }))
      .then(({ call }) => onUndone(call))
      .catch((error: unknown) => toastError(error, 'The outcome stays'))
  })
}

function stateOf(
  phase: 'rest' | 'saving' | 'saved' | { failed: string },
  dirty: CallDraft,
  lacking: readonly Missing[],
  conflicts: readonly Conflict[],
): SaveState {
  if (conflicts.length > 0) return { kind: 'conflict', conflicts }
  if (phase === 'saving') return { kind: 'saving' }
  if (typeof phase === 'object') return { kind: 'failed', reason: phase.failed }
  if (lacking.length > 0) return { kind: 'incomplete', missing: lacking }
  if (!isEmpty(dirty)) return { kind: 'waiting' }
  return { kind: phase === 'saved' ? 'saved' : 'clean' }
}

/** Another call is opened or the page is left: save what can be saved, and warn before a reload would lose it. */
function useLeaving(pending: boolean, save: React.RefObject<() => Promise<void>>) {
  const waiting = useRef(pending)
  useEffect(() => {
    waiting.current = pending
  })
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (waiting.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      if (waiting.current) void save.current()
    }
  }, [save])
}
