import { Button, Group, Modal, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/problem'
import { useCan } from '@/api/session'
import type { CallView } from '@/api/types'
import { toast } from '@/ui/toast'
import type { CallFilters } from '../search'
import type { ViewActions } from './queries'
import type { ViewDialogState, ViewsState } from './useViewsState'
import c from './views.module.css'

interface Props {
  state: ViewsState
  filters: CallFilters
  sort: string | undefined
}

/** Names a new view, or renames one. */
export function ViewDialog({ state, filters, sort }: Props) {
  if (!state.dialog) return null
  const close = () => state.ask(undefined)
  return (
    <Form
      key={state.dialog.kind}
      dialog={state.dialog}
      actions={state.actions}
      filters={filters}
      sort={sort}
      onClose={close}
      onMade={(view) => {
        close()
        state.open(view)
        toast(view.is_team_view ? `The team sees "${view.name}" now` : `View "${view.name}" is saved`)
      }}
    />
  )
}

interface FormProps {
  dialog: ViewDialogState
  actions: ViewActions
  filters: CallFilters
  sort: string | undefined
  onClose: () => void
  onMade: (view: CallView) => void
}

function Form({ dialog, actions, filters, sort, onClose, onMade }: FormProps) {
  const supervises = useCan('supervise')
  const [name, setName] = useState(dialog.kind === 'rename' ? dialog.view.name : '')
  const [team, setTeam] = useState(false)
  const { error, isPending } = dialog.kind === 'rename' ? actions.edit : actions.create
  const wrongName = isApiError(error) ? error.field('name') : undefined
  const save = () => {
    if (dialog.kind === 'rename') {
      const patch = { name: name.trim() }
      actions.edit.mutate({ view: dialog.view, patch }, { onSuccess: onClose })
      return
    }
    const body = { name: name.trim(), filters, ...(sort ? { sort } : {}), is_team_view: team }
    actions.create.mutate(body, { onSuccess: onMade })
  }
  const close = () => {
    actions.edit.reset()
    actions.create.reset()
    onClose()
  }
  return (
    <Modal opened onClose={close} title={dialog.kind === 'rename' ? 'Rename view' : 'Save view'} size="sm">
      <form
        className={c.form}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          placeholder="Storm callbacks"
          maxLength={60}
          value={name}
          error={wrongName}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
        />
        {dialog.kind === 'new' && supervises && (
          <Switch
            label="Share with the team"
            description="Everybody sees it as a tab; supervisors can change it."
            checked={team}
            onChange={(event) => setTeam(event.currentTarget.checked)}
          />
        )}
        {error && !wrongName && (
          <p className={c.error} role="alert">
            {messageOf(error)}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} disabled={name.trim() === ''}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
