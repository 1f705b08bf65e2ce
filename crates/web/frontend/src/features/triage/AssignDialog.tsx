import { Button, Group, Modal, Select, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { messageOf } from '@/api/problem'
import { membersQuery, useMe } from '@/api/session'
import type { CallDetail } from '@/api/types'
import { ROLE } from '@/lib/words'
import { toast } from '@/ui/toast'
import type { Draft } from './draft'

interface Props {
  call: CallDetail
  draft: Draft
  change: (next: Partial<Draft>) => void
  onClose: () => void
}

/** Gives the open promise of the call to a member; without one, the promise that the outcome will make. */
export function AssignDialog({ call, draft, change, onClose }: Props) {
  const client = useQueryClient()
  const me = useMe().member.id
  const { data: members = [] } = useQuery(membersQuery)
  const promise = call.promise
  const [chosen, setChosen] = useState<string | null>(promise?.assigned_to ?? draft.assignedTo ?? null)
  const assign = useMutation({
    mutationFn: (member: string | null) =>
      dataOf(
        api.PATCH('/followups/{id}', {
          params: { path: { id: promise?.follow_up_id ?? '' } },
          body: { assigned_to: member },
        }),
      ),
    onSuccess: ({ follow_up_task: task }) => {
      toast(task.assigned_to ? `Assigned to ${task.assigned_to.name}` : 'Back in the pool')
      void client.invalidateQueries({ queryKey: keys.calls.detail(call.id) })
      void client.invalidateQueries({ queryKey: keys.followUps.all })
      onClose()
    },
  })
  const submit = () => {
    if (promise) return assign.mutate(chosen)
    change({ promises: true, assignedTo: chosen ?? '' })
    onClose()
  }
  const able = members.filter((member) => member.active && member.role !== 'viewer')
  return (
    <Modal opened onClose={onClose} title="Who takes it?" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Text size="sm" c="dimmed" mb={12}>
          {promise
            ? 'The open follow-up of this call goes to that person.'
            : 'The follow-up that you save with the outcome goes to that person.'}
        </Text>
        <Select
          data-autofocus
          label="Member"
          placeholder="Anybody (pool)"
          searchable
          clearable
          data={able.map(({ id, name, role }) => ({
            value: id,
            label: id === me ? `${name} (you)` : `${name}, ${(ROLE[role] ?? role).toLowerCase()}`,
          }))}
          value={chosen}
          onChange={setChosen}
          error={assign.error ? messageOf(assign.error) : undefined}
          comboboxProps={{ withinPortal: true }}
        />
        <Group justify="flex-end" gap={8} mt={18}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={assign.isPending}>
            Assign
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
