import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import { useCan } from '@/api/session'
import c from '../settings.module.css'
import { ROLES, type Role } from './roles'

interface Props {
  onClose: () => void
  onInvited: (name: string, link: string) => void
}

/** A new member: name, e-mail address, role. */
export function InviteDialog({ onClose, onInvited }: Props) {
  const client = useQueryClient()
  const mayOwners = useCan('manage_owners')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('dispatcher')
  const invite = useMutation({
    mutationFn: () =>
      dataOf(api.POST('/members', { body: { name: name.trim(), email: email.trim(), role } })),
    onSuccess: ({ member, reset_link }) => {
      void client.invalidateQueries({ queryKey: keys.members })
      onInvited(member.name, reset_link)
    },
  })
  const errorOf = (path: string) => (isApiError(invite.error) ? invite.error.field(path) : undefined)
  const told = ['name', 'email', 'role'].some((path) => errorOf(path) !== undefined)
  return (
    <Modal opened onClose={onClose} title="Invite a member" size="md">
      <form
        style={{ display: 'grid', gap: 14 }}
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate()
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          withAsterisk
          value={name}
          error={errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
        />
        <TextInput
          label="E-mail"
          type="email"
          withAsterisk
          description="They sign in with it; nothing is sent to it."
          value={email}
          error={errorOf('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="off"
        />
        <Radio.Group
          label="Role"
          value={role}
          onChange={(next) => setRole(next as Role)}
          error={errorOf('role')}
        >
          <Stack gap={8} mt={6}>
            {ROLES.filter((one) => mayOwners || one.value !== 'owner').map((one) => (
              <Radio key={one.value} value={one.value} label={one.label} description={one.text} />
            ))}
          </Stack>
        </Radio.Group>
        {invite.error && !told && (
          <p className={c.error} role="alert">
            {messageOf(invite.error)}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={invite.isPending}
            disabled={name.trim() === '' || email.trim() === ''}
          >
            Invite
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
