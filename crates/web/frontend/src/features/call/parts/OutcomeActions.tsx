import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { CallDetail } from '@/api/types'
import { useNow } from '@/lib/now'
import { useCallChange } from '../queries'
import c from './parts.module.css'
import { SpamButton } from './SpamButton'

const FINAL: readonly CallDetail['status'][] = ['completed', 'failed', 'missed']

/** What else can be done about an outcome: take the last one back, say that it is spam, or let a call do without one. */
export function OutcomeActions({ call, disabled }: { call: CallDetail; disabled: boolean }) {
  const maySupervise = useCan('supervise')
  const now = useNow('slow')
  const undoable = call.undo_until !== undefined && new Date(call.undo_until).getTime() > now
  return (
    <span className={c.outcomeActions}>
      {undoable && !disabled && <Undo call={call} />}
      {!disabled &&
        call.direction === 'in' &&
        call.spam_reason === undefined &&
        FINAL.includes(call.status) && <SpamButton call={call} />}
      {maySupervise && call.outcome_required && call.outcome_at === undefined && <Waive call={call} />}
    </span>
  )
}

function Undo({ call }: { call: CallDetail }) {
  const undo = useCallChange(async () => {
    const params = { path: { id: call.id } }
    return (await dataOf(api.POST('/calls/{id}/outcome/undo', { params }))).call
  }, 'The outcome stays')
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      loading={undo.isPending}
      onClick={() => undo.mutate(undefined)}
    >
      Take back
    </Button>
  )
}

function Waive({ call }: { call: CallDetail }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const waive = useCallChange(async (text: string) => {
    const params = { path: { id: call.id } }
    const answer = await dataOf(api.POST('/calls/{id}/outcome/waive', { params, body: { reason: text } }))
    setOpen(false)
    return answer.call
  }, 'The outcome is still required')
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus width={280} position="bottom-end">
      <Popover.Target>
        <Button variant="subtle" size="compact-xs" onClick={() => setOpen((shown) => !shown)}>
          Waive
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Waive the outcome">
        <form
          className={c.waive}
          onSubmit={(event) => {
            event.preventDefault()
            waive.mutate(reason.trim())
          }}
        >
          <TextInput
            label="Why this call needs no outcome"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit" disabled={reason.trim() === ''} loading={waive.isPending}>
            Waive the outcome
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
