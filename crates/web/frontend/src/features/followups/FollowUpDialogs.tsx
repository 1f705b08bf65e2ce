import { Button, Group, Modal, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery, useMe } from '@/api/session'
import type { FollowUpRow } from '@/api/types'
import { ROLE } from '@/lib/words'
import { MomentEditor } from './MomentEditor'
import { PauseDialog } from './PauseDialog'
import type { FollowUpActions } from './useFollowUpActions'

export interface OpenDialog {
  kind: 'assign' | 'redate' | 'pause'
  tasks: readonly FollowUpRow[]
}

interface Props {
  dialog: OpenDialog
  actions: FollowUpActions
  onClose: () => void
}

/** The questions behind keys and the bulk bar, for one follow-up or many. */
export function FollowUpDialogs({ dialog: { kind, tasks }, actions, onClose }: Props) {
  const [first] = tasks
  const whom = tasks.length === 1 && first ? first.subject : `${tasks.length} follow-ups`
  if (kind === 'pause') return <PauseDialog tasks={tasks} whom={whom} onClose={onClose} />
  if (kind === 'assign') {
    return (
      <AssignDialog
        whom={whom}
        current={tasks.length === 1 ? (first?.assigned_to?.id ?? null) : null}
        onClose={onClose}
        onAssign={(member) => {
          onClose()
          void actions.assign(tasks, member)
        }}
      />
    )
  }
  return (
    <Modal opened onClose={onClose} title={`Another time for ${whom}`} size="sm">
      <MomentEditor
        from={tasks.length === 1 ? first?.due_at : undefined}
        onCancel={onClose}
        onSave={(iso) => {
          onClose()
          void actions.redate(tasks, iso)
        }}
      />
    </Modal>
  )
}

interface AssignProps {
  whom: string
  current: string | null
  onClose: () => void
  onAssign: (member: { id: string; name: string } | null) => void
}

function AssignDialog({ whom, current, onClose, onAssign }: AssignProps) {
  const me = useMe().member.id
  const { data: members = [] } = useQuery(membersQuery)
  const [chosen, setChosen] = useState(current)
  const able = members.filter((member) => member.active && member.role !== 'viewer')
  return (
    <Modal opened onClose={onClose} title={`Who takes ${whom}?`} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onAssign(able.find((member) => member.id === chosen) ?? null)
        }}
      >
        <Select
          data-autofocus
          label="Member"
          placeholder="Pool (anybody)"
          searchable
          clearable
          data={able.map(({ id, name, role }) => ({
            value: id,
            label: id === me ? `${name} (you)` : `${name}, ${(ROLE[role] ?? role).toLowerCase()}`,
          }))}
          value={chosen}
          onChange={setChosen}
        />
        <Group justify="flex-end" gap={8} mt={18}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Assign</Button>
        </Group>
      </form>
    </Modal>
  )
}
