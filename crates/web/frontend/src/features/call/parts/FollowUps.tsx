import { ActionIcon, Button, Select, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError } from '@/api/problem'
import type { CallDetail, FollowUpKind, FollowUpRow, NewFollowUp } from '@/api/types'
import { FOLLOW_UP_KIND, FOLLOW_UP_OPTIONS } from '@/lib/words'
import { DateTimePresets } from '@/ui/DateTimePresets'
import { RelativeTime } from '@/ui/RelativeTime'
import { SlaArithmetic } from '@/ui/SlaArithmetic'
import { SlaChip } from '@/ui/SlaChip'
import { toastError, toastUndo } from '@/ui/toast'
import c from './parts.module.css'

/** Promises made on this call, and a new one. */
export function FollowUps({ call, disabled }: { call: CallDetail; disabled: boolean }) {
  const [adding, setAdding] = useState(false)
  return (
    <section className={c.section} aria-labelledby="follow-ups-title">
      <h3 id="follow-ups-title">Follow-ups</h3>
      {call.follow_ups.length > 0 && (
        <ul className={c.followUps}>
          {call.follow_ups.map((followUp) => (
            <Item key={followUp.id} call={call} followUp={followUp} disabled={disabled} />
          ))}
        </ul>
      )}
      {adding ? (
        <NewFollowUpForm call={call} onClose={() => setAdding(false)} />
      ) : (
        <span>
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconPlus size={12} />}
            disabled={disabled}
            onClick={() => setAdding(true)}
          >
            Schedule follow-up
          </Button>
        </span>
      )}
    </section>
  )
}

function useRefreshCall(call: CallDetail) {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: keys.calls.detail(call.id) })
}

function Item({ call, followUp, disabled }: { call: CallDetail; followUp: FollowUpRow; disabled: boolean }) {
  const refresh = useRefreshCall(call)
  const set = useMutation({
    mutationFn: (status: 'open' | 'done') =>
      api.PATCH('/followups/{id}', { params: { path: { id: followUp.id } }, body: { status } }),
    onSuccess: (_answer, status) => {
      void refresh()
      if (status === 'done') toastUndo('Follow-up completed', () => set.mutate('open'))
    },
    onError: (error) => toastError(error, 'The follow-up did not change'),
  })
  const reason = followUp.sla.pause?.reason.replaceAll('_', ' ')
  return (
    <li className={c.followUp}>
      <div>
        {FOLLOW_UP_KIND[followUp.type]}{' '}
        <span className="dim">
          <RelativeTime at={followUp.due_at} mode="soon" />
        </span>
        <small className="ellipsis">
          {followUp.assigned_to ? followUp.assigned_to.name : 'Nobody yet'}
          {followUp.note && `: ${followUp.note}`}
        </small>
      </div>
      <SlaChip
        promise={{
          kind: followUp.type,
          dueAt: followUp.due_at,
          paused: followUp.sla.status === 'paused',
          ...(reason ? { pauseReason: reason } : {}),
          ...(followUp.completed_at ? { metAt: followUp.completed_at } : {}),
        }}
        explanation={<SlaArithmetic sla={followUp.sla} dueAt={followUp.due_at} />}
      />
      {followUp.status === 'open' && (
        <Tooltip label="Complete">
          <ActionIcon
            variant="default"
            aria-label={`Complete the ${FOLLOW_UP_KIND[followUp.type].toLowerCase()}`}
            disabled={disabled}
            loading={set.isPending}
            onClick={() => set.mutate('done')}
          >
            <IconCheck size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  )
}

function NewFollowUpForm({ call, onClose }: { call: CallDetail; onClose: () => void }) {
  const refresh = useRefreshCall(call)
  const [type, setType] = useState<FollowUpKind>('callback')
  const [dueAt, setDueAt] = useState<string>()
  const [note, setNote] = useState('')
  const create = useMutation({
    mutationFn: (body: NewFollowUp) =>
      dataOf(api.POST('/calls/{id}/followups', { params: { path: { id: call.id } }, body })),
    onSuccess: () => {
      void refresh()
      onClose()
    },
    onError: (error) => {
      if (!isApiError(error) || !error.field('due_at')) toastError(error, 'The follow-up was not made')
    },
  })
  const submit = () => {
    if (!dueAt) return
    // An emergency goes before everything else (S1-DRW-05).
    const priority = call.intent === 'emergency' ? 'urgent' : 'normal'
    create.mutate({ type, due_at: dueAt, priority, ...(note.trim() ? { note: note.trim() } : {}) })
  }
  return (
    <div className={c.form}>
      <Select
        label="Type"
        data={FOLLOW_UP_OPTIONS}
        value={type}
        allowDeselect={false}
        onChange={(value) => value && setType(value)}
      />
      <DateTimePresets
        value={dueAt}
        onChange={setDueAt}
        required
        error={isApiError(create.error) ? create.error.field('due_at') : undefined}
      />
      <TextInput
        label="Note"
        placeholder="Optional"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={c.formFoot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={submit} disabled={!dueAt} loading={create.isPending}>
          Schedule
        </Button>
      </div>
    </div>
  )
}
