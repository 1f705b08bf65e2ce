import { Button, Group, Modal, Select, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import { useCan } from '@/api/session'
import type { FollowUpRow } from '@/api/types'
import { HOUR } from '@/lib/time'
import { parseWhen } from '@/lib/when'
import { useZone } from '@/lib/zone'
import { toast } from '@/ui/toast'
import { WhenField } from '@/ui/WhenField'
import { PAUSE_REASON, type PauseReason } from './rows'

interface Props {
  tasks: readonly FollowUpRow[]
  whom: string
  onClose: () => void
}

/** Longest stop that a supervisor may order. */
const SUPERVISOR_MAX = 24 * HOUR

/** Stops clocks for a reason; the time until they run again is added to what is due. */
export function PauseDialog({ tasks, whom, onClose }: Props) {
  const client = useQueryClient()
  const zone = useZone()
  const maySupervise = useCan('supervise')
  const [reason, setReason] = useState<PauseReason>('waiting_for_customer')
  const [words, setWords] = useState('')
  const [note, setNote] = useState('')
  const until = parseWhen(words, Date.now(), zone)
  const dated = reason === 'customer_asked_for_date'
  const tooLong = reason === 'supervisor' && until !== null && until > Date.now() + SUPERVISOR_MAX
  const missing = (dated && until === null) || (words.trim() !== '' && until === null) || tooLong
  const pause = useMutation({
    mutationFn: () => {
      const body = {
        reason,
        ...(until === null ? {} : { until: new Date(until).toISOString() }),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }
      return Promise.all(
        tasks.map((task) =>
          dataOf(api.POST('/followups/{id}/pause', { params: { path: { id: task.id } }, body })),
        ),
      )
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.followUps.all }),
    onSuccess: () => {
      toast(tasks.length === 1 ? 'The clock stands still' : `${tasks.length} clocks stand still`)
      onClose()
    },
  })
  const reasons = Object.entries(PAUSE_REASON).filter(([key]) => key !== 'supervisor' || maySupervise)
  const fieldError = (path: string) => (isApiError(pause.error) ? pause.error.field(path) : undefined)
  return (
    <Modal opened onClose={onClose} title={`Pause the clock of ${whom}`} size="sm">
      <form
        style={{ display: 'grid', gap: 14 }}
        onSubmit={(event) => {
          event.preventDefault()
          if (!missing) pause.mutate()
        }}
      >
        <Select
          data-autofocus
          label="Why"
          allowDeselect={false}
          data={reasons.map(([value, label]) => ({ value, label }))}
          value={reason}
          onChange={(next) => next && setReason(next as PauseReason)}
        />
        <WhenField
          label={dated ? 'The date that the customer asked for' : 'Until'}
          required={dated}
          value={words}
          onChange={setWords}
          otherwise={dated ? undefined : 'Left empty: until the customer answers or somebody resumes it'}
          error={tooLong ? 'At most 24 hours from now' : fieldError('until')}
        />
        <Textarea
          label="Note"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={fieldError('note')}
          autosize
          minRows={2}
        />
        {pause.error && !fieldError('until') && !fieldError('note') && (
          <p role="alert" style={{ margin: 0, fontSize: 13, color: 'var(--mantine-color-error)' }}>
            {messageOf(pause.error)}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={missing} loading={pause.isPending}>
            Pause
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
