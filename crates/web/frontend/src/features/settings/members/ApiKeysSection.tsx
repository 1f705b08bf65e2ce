import { Button, Group, Modal, Select, TextInput } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import type { ApiKey } from '@/api/types'
import { ROLE } from '@/lib/words'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { EmptyState } from '@/ui/EmptyState'
import { RelativeTime } from '@/ui/RelativeTime'
import { toast, toastError } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { apiKeysQuery } from '../queries'
import { SecretDialog } from '../SecretDialog'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { ROLES, type Role } from './roles'

/** Keys by which programs work here. */
export default function ApiKeysSection() {
  const query = useQuery(apiKeysQuery)
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<{ name: string; key: string } | null>(null)
  return (
    <SectionFrame
      title="API keys"
      text="A program signs in with a key and may do what the key's role may. The key itself is shown once; only its beginning is kept readable."
      action={
        <Button leftSection={<IconPlus size={15} />} onClick={() => setCreating(true)}>
          New key
        </Button>
      }
      wide
    >
      <SettingsCard>
        <Loaded query={query}>
          {(keys) =>
            keys.length === 0 ? (
              <EmptyState title="No keys yet" icon={IconKey}>
                Make one for each program, so that each can be revoked alone.
              </EmptyState>
            ) : (
              <div className={c.scrollX}>
                <table className={c.table}>
                  <thead>
                    <tr>
                      <th>Name</th>
                      <th>Key</th>
                      <th>Role</th>
                      <th>Made</th>
                      <th>Last used</th>
                      <th>
                        <span className="dim">State</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {keys.map((key) => (
                      <Row key={key.id} apiKey={key} />
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Loaded>
      </SettingsCard>
      {creating && (
        <NewKeyDialog
          onClose={() => setCreating(false)}
          onMade={(name, key) => {
            setCreating(false)
            setMade({ name, key })
          }}
        />
      )}
      {made && (
        <SecretDialog
          title={`Key “${made.name}”`}
          text="Copy it now. It is kept only as a hash and cannot be shown again."
          label="API key"
          secret={made.key}
          onClose={() => setMade(null)}
        />
      )}
    </SectionFrame>
  )
}

function Row({ apiKey }: { apiKey: ApiKey }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.DELETE('/api-keys/{id}', { params: { path: { id: apiKey.id } } }),
    onSuccess: () => toast(`“${apiKey.name}” no longer works`),
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
  return (
    <tr data-off={apiKey.revoked_at ? true : undefined}>
      <td>
        <strong>{apiKey.name}</strong>
      </td>
      <td>
        <code>{apiKey.prefix}…</code>
      </td>
      <td>{ROLE[apiKey.role] ?? apiKey.role}</td>
      <td>
        <RelativeTime at={apiKey.created_at} />
      </td>
      <td>
        {apiKey.last_used_at ? <RelativeTime at={apiKey.last_used_at} /> : <span className="dim">never</span>}
      </td>
      <td>
        {apiKey.revoked_at ? (
          <>
            revoked <RelativeTime at={apiKey.revoked_at} />
          </>
        ) : (
          <ConfirmButton
            variant="default"
            size="compact-sm"
            question={`Programs that use “${apiKey.name}” stop working at once.`}
            confirmLabel="Revoke"
            onConfirm={() => revoke.mutate()}
          >
            Revoke
          </ConfirmButton>
        )}
      </td>
    </tr>
  )
}

function NewKeyDialog({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (name: string, key: string) => void
}) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const create = useMutation({
    mutationFn: () => dataOf(api.POST('/api-keys', { body: { name: name.trim(), role } })),
    onSuccess: ({ api_key, key }) => {
      void client.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
      onMade(api_key.name, key)
    },
  })
  const errorOf = (path: string) => (isApiError(create.error) ? create.error.field(path) : undefined)
  return (
    <Modal opened onClose={onClose} title="New API key" size="sm">
      <form
        style={{ display: 'grid', gap: 14 }}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="Which program uses it"
          withAsterisk
          value={name}
          error={errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Role"
          allowDeselect={false}
          data={ROLES.filter((one) => one.value !== 'owner').map(({ value, label, text }) => ({
            value,
            label: `${label}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
          }))}
          value={role}
          error={errorOf('role')}
          onChange={(next) => next && setRole(next as Role)}
        />
        {create.error && !errorOf('name') && !errorOf('role') && (
          <p className={c.error} role="alert">
            {messageOf(create.error)}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
            Make the key
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
