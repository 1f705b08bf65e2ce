import { Button, Group, Modal, Select, SimpleGrid, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import { membersQuery } from '@/api/session'
import type { FollowUpKind, Priority } from '@/api/types'
import { CustomerPicker } from '@/features/customers/CustomerPicker'
import { formatSoon } from '@/lib/time'
import { parseWhen } from '@/lib/when'
import { FOLLOW_UP_KIND, PRIORITY } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { toast } from '@/ui/toast'
import { WhenField } from '@/ui/WhenField'

interface Props {
  /** Whom it is for, where that is known. */
  customer?: { id: string; name: string }
  onClose: () => void
}

/** A promise to a customer that no call made by itself. */
export function NewFollowUpDialog({ customer: given, onClose }: Props) {
  const client = useQueryClient()
  const zone = useZone()
  const { data: members = [] } = useQuery(membersQuery)
  const [customer, setCustomer] = useState(given ?? null)
  const [kind, setKind] = useState<FollowUpKind>('callback')
  const [words, setWords] = useState('')
  const [who, setWho] = useState<string | null>(null)
  const [priority, setPriority] = useState<Priority>('normal')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const due = parseWhen(words, Date.now(), zone)
  const create = useMutation({
    mutationFn: (at: number) =>
      dataOf(
        api.POST('/followups', {
          body: {
            contact_id: customer?.id ?? '',
            type: kind,
            due_at: new Date(at).toISOString(),
            priority,
            ...(who ? { assigned_to: who } : {}),
            ...(note.trim() === '' ? {} : { note: note.trim() }),
          },
        }),
      ),
    onSuccess: ({ follow_up_task: task }) => {
      toast(`Promised to ${task.subject}: ${formatSoon(task.due_at, zone, Date.now())}`)
      void client.invalidateQueries({ queryKey: keys.followUps.all })
      void client.invalidateQueries({ queryKey: keys.notifications.counts })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (customer && due !== null) create.mutate(due)
  }
  const fieldError = (path: string) => (isApiError(create.error) ? create.error.field(path) : undefined)
  return (
    <Modal opened onClose={onClose} title="New follow-up" size="md">
      <form
        style={{ display: 'grid', gap: 14 }}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <CustomerPicker
          label="Customer"
          required
          value={customer}
          onChange={setCustomer}
          error={asked && !customer ? 'Choose a customer' : fieldError('contact_id')}
        />
        <WhenField
          label="When"
          required
          value={words}
          onChange={setWords}
          error={asked && due === null ? 'Say when' : fieldError('due_at')}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing={12}>
          <Select
            label="How"
            allowDeselect={false}
            data={Object.entries(FOLLOW_UP_KIND).map(([value, label]) => ({ value, label }))}
            value={kind}
            onChange={(next) => next && setKind(next as FollowUpKind)}
          />
          <Select
            label="Who"
            placeholder="Pool"
            searchable
            clearable
            data={members
              .filter((member) => member.active)
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={who}
            onChange={setWho}
          />
          <Select
            label="Priority"
            allowDeselect={false}
            data={Object.entries(PRIORITY).map(([value, { label }]) => ({ value, label }))}
            value={priority}
            onChange={(next) => next && setPriority(next as Priority)}
          />
        </SimpleGrid>
        <Textarea
          label="Note"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={fieldError('note')}
          autosize
          minRows={2}
        />
        {create.error && (
          <p role="alert" style={{ margin: 0, fontSize: 13, color: 'var(--mantine-color-error)' }}>
            {messageOf(create.error)}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Promise
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
