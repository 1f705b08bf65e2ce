import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { messageOf } from '@/api/problem'
import type { CallDetail } from '@/api/types'
import { formatSoon } from '@/lib/time'
import { parseWhen } from '@/lib/when'
import { useZone } from '@/lib/zone'
import { toast } from '@/ui/toast'
import { WhenField } from '@/ui/WhenField'

/** Gives the open promise of the call another time. */
export function SnoozeDialog({ call, onClose }: { call: CallDetail; onClose: () => void }) {
  const zone = useZone()
  const client = useQueryClient()
  const [when, setWhen] = useState('')
  const due = parseWhen(when, Date.now(), zone)
  const redate = useMutation({
    mutationFn: (at: number) =>
      dataOf(
        api.PATCH('/followups/{id}', {
          params: { path: { id: call.promise?.follow_up_id ?? '' } },
          body: { due_at: new Date(at).toISOString() },
        }),
      ),
    onSuccess: (answer) => {
      toast(`Promised for ${formatSoon(answer.follow_up_task.due_at, zone, Date.now())}`)
      void client.invalidateQueries({ queryKey: keys.calls.detail(call.id) })
      void client.invalidateQueries({ queryKey: keys.triage.all })
      onClose()
    },
  })
  const submit = () => due !== null && redate.mutate(due)
  return (
    <Modal opened onClose={onClose} title="Another time for the promise" size="sm">
      <Text size="sm" c="dimmed" mb={12}>
        {call.promise && `Now due ${formatSoon(call.promise.due_at, zone, Date.now())}.`}
      </Text>
      <WhenField
        first
        value={when}
        onChange={setWhen}
        onSubmit={submit}
        error={redate.error ? messageOf(redate.error) : undefined}
      />
      <Group justify="flex-end" gap={8} mt={18}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={due === null} loading={redate.isPending} onClick={submit}>
          Move it
        </Button>
      </Group>
    </Modal>
  )
}
