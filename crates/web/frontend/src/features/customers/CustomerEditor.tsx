import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CustomerDetail } from '@/api/types'
import { useShortcuts } from '@/lib/shortcuts'
import { useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { CustomerForm } from './CustomerForm'
import { fieldsOf, patchOf } from './fields'
import c from './profile.module.css'
import { customerQuery } from './queries'

/** The card of the customer, to be written in. */
export function CustomerEditor({ customer, onDone }: { customer: CustomerDetail; onDone: () => void }) {
  const client = useQueryClient()
  const current = useMemo(() => fieldsOf(customer), [customer])
  const document = useDocument({
    current,
    versionOf: (fields) => fields.version,
    send: async (fields, version) => {
      const saved = await dataOf(
        api.PATCH('/customers/{id}', {
          params: { path: { id: customer.id }, header: { 'If-Match': `"${version}"` } },
          body: patchOf(fields),
        }),
      )
      client.setQueryData(customerQuery(customer.id).queryKey, saved)
      return fieldsOf(saved)
    },
    reload: async () => fieldsOf(await client.fetchQuery({ ...customerQuery(customer.id), staleTime: 0 })),
    onSaved: () => {
      toast('Saved')
      void client.invalidateQueries({ queryKey: keys.customers.all })
      onDone()
    },
  })
  useShortcuts(
    [{ keys: 'Escape', label: 'Stop editing', group: 'This customer', run: onDone }],
    !document.dirty,
  )
  return (
    <section className={c.card} aria-label="Edit customer">
      <h2>
        Edit
        {!document.dirty && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={onDone}>
            Close
          </Button>
        )}
      </h2>
      <CustomerForm value={document.draft} onChange={document.change} errorOf={document.fieldError} />
      <EditBar document={document} />
    </section>
  )
}
