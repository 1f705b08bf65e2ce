import { Button, Group, Loader, Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconLinkOff, IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { messageOf } from '@/api/problem'
import type { CallDetail, CustomerRow } from '@/api/types'
import { otherNumber } from '@/features/call/number'
import { customerSearchQuery } from '@/features/customers/queries'
import { formatPhone } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import { toast } from '@/ui/toast'
import c from './triage.module.css'

type Choice = { contact_id: string } | { name: string } | null

/** Says who called: a customer found by name or number, a new one, or nobody after all. */
export function LinkDialog({ call, onClose }: { call: CallDetail; onClose: () => void }) {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const digits = otherNumber(call)?.replace(/\D/g, '') ?? ''
  const [search] = useDebouncedValue(text.trim() === '' ? digits : text.trim(), 200)
  const found = useQuery(customerSearchQuery(search))
  const link = useMutation({
    mutationFn: (choice: Choice) => save(call.id, choice),
    onSuccess: ({ call: linked }) => {
      toast(linked.contact ? `Linked to ${linked.contact.name}` : 'No longer linked')
      client.setQueryData(keys.calls.detail(call.id), linked)
      void client.invalidateQueries({ queryKey: keys.calls.history(call.id) })
      void client.invalidateQueries({ queryKey: keys.triage.all })
      onClose()
    },
  })
  const matches = found.data ?? []
  const name = text.trim()
  const options = matches.length + (name === '' ? 0 : 1)
  const pick = (index: number) => {
    const match = matches[index]
    if (match) link.mutate({ contact_id: match.id })
    else if (name !== '') link.mutate({ name })
  }
  const move = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((now) => Math.min(now + 1, options - 1))
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(now - 1, 0))
    else if (event.key === 'Enter') pick(at)
    else return
    event.preventDefault()
  }
  return (
    <Modal opened onClose={onClose} title="Who called?" size="md">
      <TextInput
        data-autofocus
        aria-label="Find a customer or name a new one"
        placeholder="A name or any part of a number"
        description={
          text.trim() === '' && digits !== '' ? `Customers with ${formatPhone(otherNumber(call))}` : undefined
        }
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={move}
        rightSection={found.isFetching || link.isPending ? <Loader size={14} /> : null}
        error={link.error ? messageOf(link.error) : found.error ? messageOf(found.error) : undefined}
      />
      <ul className={c.matches} aria-label="Customers">
        {matches.map((customer, index) => (
          <li key={customer.id}>
            <Match customer={customer} here={index === at} onPick={() => pick(index)} />
          </li>
        ))}
        {name !== '' && (
          <li>
            <button
              type="button"
              className={c.match}
              data-here={at === matches.length || undefined}
              onClick={() => pick(matches.length)}
            >
              <IconUserPlus size={20} aria-hidden />
              <span>
                New customer <strong>{name}</strong>
              </span>
            </button>
          </li>
        )}
        {found.isSuccess && options === 0 && (
          <li className={c.quiet}>No customer has this number. Type a name.</li>
        )}
      </ul>
      <Group justify="space-between" gap={8} mt={14}>
        {call.contact ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconLinkOff size={14} />}
            onClick={() => link.mutate(null)}
          >
            Not {call.contact.name}
          </Button>
        ) : (
          <span />
        )}
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </Modal>
  )
}

function Match({ customer, here, onPick }: { customer: CustomerRow; here: boolean; onPick: () => void }) {
  const phone = customer.phones.find((candidate) => candidate.primary) ?? customer.phones[0]
  return (
    <button type="button" className={c.match} data-here={here || undefined} onClick={onPick}>
      <Avatar name={customer.name} size={26} />
      <span className={c.matchText}>
        <strong>{customer.name}</strong>
        <span className="dim num">
          {[formatPhone(phone?.number), customer.city].filter(Boolean).join(' · ')}
        </span>
      </span>
    </button>
  )
}

async function save(id: string, choice: Choice): Promise<{ call: CallDetail }> {
  const params = { path: { id } }
  if (choice === null) return dataOf(api.DELETE('/calls/{id}/link-contact', { params }))
  if ('name' in choice) return dataOf(api.POST('/calls/{id}/new-contact', { params, body: choice }))
  return dataOf(api.POST('/calls/{id}/link-contact', { params, body: choice }))
}
