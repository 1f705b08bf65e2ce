import { Button, Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError } from '@/api/problem'
import { useCan } from '@/api/session'
import type { CallDetail, CustomerRow } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import { ErrorState } from '@/ui/ErrorState'
import { otherNumber } from '../number'
import { useCallChange } from '../queries'
import c from './parts.module.css'

const LEAST_LETTERS = 3

/** Finds the customer of a call, or makes a new one with the caller's number. */
export function LinkContactDialog({ call, onClose }: { call: CallDetail; onClose: () => void }) {
  const mayCreate = useCan('edit_customers')
  const [creating, setCreating] = useState(false)
  const [text, setText] = useState(call.caller_name)
  return (
    <Modal opened onClose={onClose} title={creating ? 'New contact' : 'Link contact'}>
      {creating ? (
        <NewContact call={call} name={text} onDone={onClose} onBack={() => setCreating(false)} />
      ) : (
        <div style={{ display: 'grid', gap: 12 }}>
          <TextInput
            aria-label="Search customers"
            placeholder="Name, number or e-mail"
            leftSection={<IconSearch size={14} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <Results call={call} text={text} onDone={onClose} />
          {mayCreate && (
            <Button
              variant="default"
              leftSection={<IconUserPlus size={14} />}
              onClick={() => setCreating(true)}
            >
              New contact for {formatPhone(otherNumber(call)) || 'this caller'}
            </Button>
          )}
        </div>
      )}
    </Modal>
  )
}

function Results({ call, text, onDone }: { call: CallDetail; text: string; onDone: () => void }) {
  const [search] = useDebouncedValue(text.trim(), 250)
  const query = { search, limit: 10 }
  const found = useQuery({
    queryKey: keys.customers.list(query),
    queryFn: () => dataOf(api.GET('/customers', { params: { query } })),
    enabled: search.length >= LEAST_LETTERS,
  })
  const link = useCallChange(async (customer: CustomerRow) => {
    const params = { path: { id: call.id } }
    const { call: linked } = await dataOf(
      api.POST('/calls/{id}/link-contact', { params, body: { contact_id: customer.id } }),
    )
    onDone()
    return linked
  }, 'The contact was not linked')
  if (search.length < LEAST_LETTERS)
    return <p className="dim">Type at least {LEAST_LETTERS} letters or digits.</p>
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (found.isPending) return <p className="dim">Searching…</p>
  if (found.data.data.length === 0) return <p className="dim">Nobody found.</p>
  return (
    <ul className={c.results}>
      {found.data.data.map((customer) => (
        <li key={customer.id}>
          <button
            type="button"
            className={c.result}
            disabled={link.isPending}
            onClick={() => link.mutate(customer)}
          >
            <Avatar name={customer.name} size={28} />
            <span>
              {customer.name}
              <small className="num">
                {formatPhone(
                  customer.phones.find((phone) => phone.primary)?.number ?? customer.phones[0]?.number,
                )}
                {customer.city && `, ${customer.city}`}
              </small>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface NewContactProps {
  call: CallDetail
  name: string
  onDone: () => void
  onBack: () => void
}

function NewContact({ call, name: initial, onDone, onBack }: NewContactProps) {
  const client = useQueryClient()
  const [name, setName] = useState(initial)
  const [email, setEmail] = useState('')
  const create = useCallChange(async () => {
    const params = { path: { id: call.id } }
    const body = { name: name.trim(), ...(email.trim() ? { email: email.trim() } : {}) }
    const answer = await dataOf(api.POST('/calls/{id}/new-contact', { params, body }))
    void client.invalidateQueries({ queryKey: keys.customers.all })
    onDone()
    return answer.call
  }, 'The contact was not made')
  const problem = isApiError(create.error) ? create.error : undefined
  return (
    <form
      style={{ display: 'grid', gap: 12 }}
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate(undefined)
      }}
    >
      <TextInput
        label="Name"
        value={name}
        error={problem?.field('name')}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        required
      />
      <TextInput
        label="E-mail"
        type="email"
        placeholder="Optional"
        value={email}
        error={problem?.field('email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <div className={c.formFoot}>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
          Create and link
        </Button>
      </div>
    </form>
  )
}
