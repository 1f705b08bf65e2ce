import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import { toast } from '@/ui/toast'
import { CustomerForm } from './CustomerForm'
import c from './customers.module.css'
import { creationOf, NEW_CUSTOMER } from './fields'

/** A customer before the first call is linked to one. */
export function NewCustomerDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [fields, setFields] = useState({
    ...NEW_CUSTOMER,
    phones: [{ number: '', label: '', primary: true }],
  })
  const create = useMutation({
    mutationFn: () => dataOf(api.POST('/customers', { body: creationOf(fields) })),
    onSuccess: (customer) => {
      toast(`${customer.name} is added`)
      void client.invalidateQueries({ queryKey: keys.customers.all })
      void navigate({ to: '/customers/$id', params: { id: customer.id } })
    },
  })
  const errorOf = (path: string) => (isApiError(create.error) ? create.error.field(path) : undefined)
  return (
    <Modal opened onClose={onClose} title="New customer" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <CustomerForm value={fields} onChange={setFields} errorOf={errorOf} fresh />
        {create.error && (
          <p className={c.error} role="alert">
            {messageOf(create.error)}
          </p>
        )}
        <Group justify="flex-end" gap={8} mt={18}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={fields.name.trim() === ''}>
            Add customer
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
