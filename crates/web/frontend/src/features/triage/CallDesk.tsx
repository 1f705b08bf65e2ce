import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { isApiError } from '@/api/problem'
import { dispositionsQuery, useMe } from '@/api/session'
import type { CallDetail, Disposition } from '@/api/types'
import { binds } from '@/features/call/draft'
import { ConflictBox } from '@/features/call/parts/ConflictBox'
import { useZone } from '@/lib/zone'
import { toastError } from '@/ui/toast'
import { CallDialogs, type DialogName } from './CallDialogs'
import { CallFacts } from './CallFacts'
import {
  collisionsOf,
  type Draft,
  type Missing,
  missingOf,
  notesOf,
  UNTOUCHED,
  withMine,
  withPart,
  withTheirs,
} from './draft'
import { NotesField } from './NotesField'
import { OutcomeFields } from './OutcomeFields'
import { OutcomeGrid } from './OutcomeGrid'
import { SaveBar } from './SaveBar'
import { needsSkipReason } from './session'
import { useStored } from './stored'
import c from './triage.module.css'
import { useCallKeys } from './useCallKeys'
import { type Desk, draftKey } from './useDesk'

interface Props {
  call: CallDetail
  reason: string
  desk: Desk
  /** A dialog of the page is open: the keys belong to it. */
  paused: boolean
  onLeave: () => void
}

/** What the server or the page finds wrong, by field. */
export type Complaints = Partial<Record<Missing, string>>

/** The call at hand: who it is, why it is here, and everything that its outcome needs. */
export function CallDesk({ call, reason, desk, paused, onLeave }: Props) {
  const zone = useZone()
  const { data: catalogue = [] } = useQuery(dispositionsQuery)
  const offered = useMemo(() => catalogue.filter((rule) => rule.active), [catalogue])
  const me = useMe().member.id
  const [draft, setDraft] = useStored<Draft>(draftKey(me, call.id), UNTOUCHED)
  const conflicts = useMemo(() => collisionsOf(draft, call), [draft, call])
  const [complaints, setComplaints] = useState<Complaints>({})
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const fields = useFields()
  const rule = catalogue.find((candidate) => candidate.key === draft.disposition)

  const change = (next: Partial<Draft>) => {
    setComplaints({})
    setDraft((before) => withPart(before, next, call))
  }

  const choose = (chosen: Disposition) => {
    const next = { ...draft, disposition: chosen.key }
    change({ disposition: chosen.key })
    const [missing] = missingOf(next, call, chosen, Date.now(), zone)
    // The next thing to do gets the focus: what is missing, else the button that saves.
    requestAnimationFrame(() => fields.focus(missing ?? 'save'))
  }

  const save = async () => {
    if (conflicts.length > 0) return fields.focus('conflict')
    const missing = missingOf(draft, call, rule, Date.now(), zone)
    if (missing.length > 0 || !rule) {
      setComplaints(Object.fromEntries(missing.map((field) => [field, DEMANDS[field]])))
      fields.focus(missing[0] ?? 'outcome')
      return
    }
    try {
      await desk.save(call, draft, rule)
    } catch (error) {
      const found = complaintsOf(error)
      setComplaints(found)
      if (Object.keys(found).length === 0) toastError(error, 'The outcome was not saved')
    }
  }

  const skip = () => {
    if (conflicts.some(({ field }) => field === 'notes')) fields.focus('conflict')
    else if (needsSkipReason(desk.session)) setDialog('skip')
    else void desk.skip(call, draft)
  }

  useCallKeys({
    call,
    offered,
    enabled: !paused && dialog === null && !desk.busy,
    choose,
    save: () => void save(),
    skip,
    ask: setDialog,
    focusNote: () => fields.focus('notes'),
    promise: () => {
      change({ promises: true })
      requestAnimationFrame(() => fields.focus('when'))
    },
    leave: onLeave,
  })

  return (
    <>
      <div className={c.call}>
        <CallFacts call={call} reason={reason} ask={setDialog} />
        <ConflictBox
          ref={fields.conflict}
          conflicts={conflicts}
          onMine={() => setDraft(withMine(draft, call))}
          onTheirs={() => setDraft(withTheirs(draft, call))}
        />
        <NotesField
          ref={fields.notes}
          value={notesOf(draft, call)}
          error={complaints.notes}
          required={rule?.requires_note === true && binds(rule, call)}
          onChange={(notes) => change({ notes })}
        />
        <OutcomeGrid
          ref={fields.grid}
          offered={offered}
          chosen={draft.disposition}
          error={complaints.outcome}
          onChoose={choose}
        />
        <OutcomeFields
          call={call}
          rule={rule}
          draft={draft}
          change={change}
          complaints={complaints}
          fields={fields}
          onSave={() => void save()}
        />
      </div>
      <SaveBar
        ref={fields.save}
        call={call}
        rule={rule}
        draft={draft}
        busy={desk.busy}
        onSave={() => void save()}
        onSkip={skip}
      />
      <CallDialogs
        name={dialog}
        call={call}
        draft={draft}
        change={change}
        onClose={() => setDialog(null)}
        onSkip={(why) => void desk.skip(call, draft, why)}
      />
    </>
  )
}

const DEMANDS: Record<Missing, string> = {
  outcome: 'Choose an outcome first',
  notes: 'This outcome needs a note',
  when: 'Say when',
  value: 'Enter an amount such as 450',
}

/** The server's complaints, on the fields that they are about. */
function complaintsOf(error: unknown): Complaints {
  if (!isApiError(error)) return {}
  const found: Complaints = {}
  for (const { path, message } of error.problem.errors ?? []) {
    const field = path.replace(/^\//, '')
    if (field.startsWith('notes')) found.notes = message
    else if (field.startsWith('follow_up')) found.when = message
    else if (field.startsWith('disposition')) found.outcome = message
    else if (field.startsWith('value')) found.value = message
  }
  return found
}

export type Fields = ReturnType<typeof useFields>

/** The fields that keys jump to. */
function useFields() {
  const notes = useRef<HTMLTextAreaElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const when = useRef<HTMLInputElement>(null)
  const value = useRef<HTMLInputElement>(null)
  const save = useRef<HTMLButtonElement>(null)
  const conflict = useRef<HTMLDivElement>(null)
  const focus = (field: Missing | 'save' | 'conflict') => {
    if (field === 'outcome') grid.current?.querySelector('button')?.focus()
    else if (field === 'conflict') conflict.current?.querySelector('button')?.focus()
    else ({ notes, when, value, save })[field].current?.focus()
  }
  return { notes, grid, when, value, save, conflict, focus }
}
