import { Button, Skeleton } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api/session'
import type { CustomerDetail } from '@/api/types'
import { ConsentOfCustomer } from '@/features/consent/PartyConsent'
import { NewFollowUpDialog } from '@/features/followups/NewFollowUpDialog'
import { useShortcuts } from '@/lib/shortcuts'
import { ErrorState } from '@/ui/ErrorState'
import { AddInteraction } from './AddInteraction'
import { CustomerCalls } from './CustomerCalls'
import { CustomerEditor } from './CustomerEditor'
import { CustomerFollowUps } from './CustomerFollowUps'
import { CustomerHeader } from './CustomerHeader'
import { CustomerSummary } from './CustomerSummary'
import c from './profile.module.css'
import { customerQuery } from './queries'
import { Timeline } from './Timeline'

/** Everything about one customer: who it is, what is promised, and what happened, newest first. */
export function CustomerPage() {
  const { id } = useParams({ from: '/desk/customers/$id' })
  const { data, error, refetch } = useQuery(customerQuery(id))
  if (data) return <Profile key={id} customer={data} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <Loading />
}

function Profile({ customer }: { customer: CustomerDetail }) {
  const [editing, setEditing] = useState(false)
  const [promising, setPromising] = useState(false)
  const mayEdit = useCan('edit_customers')
  const mayWork = useCan('work_calls')
  const group = 'This customer'
  useShortcuts([{ keys: 'e', label: 'Edit', group, run: () => setEditing(true) }], mayEdit && !editing)
  useShortcuts(
    [{ keys: 'f', label: 'Promise a follow-up', group, run: () => setPromising(true) }],
    mayWork && !promising,
  )
  return (
    <div className={c.page}>
      <CustomerHeader customer={customer}>
        {mayWork && (
          <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => setPromising(true)}>
            Follow-up
          </Button>
        )}
        {mayEdit && !editing && (
          <Button leftSection={<IconPencil size={15} />} onClick={() => setEditing(true)}>
            Edit
          </Button>
        )}
      </CustomerHeader>
      <div className={c.columns} data-editing={editing || undefined}>
        <div className={c.side}>
          {editing ? (
            <CustomerEditor customer={customer} onDone={() => setEditing(false)} />
          ) : (
            <CustomerSummary customer={customer} />
          )}
          <CustomerFollowUps customer={customer} />
          <div className={c.card}>
            <ConsentOfCustomer customer={customer} />
          </div>
        </div>
        <div className={c.middle}>
          {mayEdit && <AddInteraction customer={customer.id} />}
          <Timeline customer={customer.id} />
        </div>
        <div className={c.calls}>
          <CustomerCalls customer={customer.id} total={customer.calls_count} />
        </div>
      </div>
      {promising && (
        <NewFollowUpDialog
          customer={{ id: customer.id, name: customer.name }}
          onClose={() => setPromising(false)}
        />
      )}
    </div>
  )
}

function Loading() {
  return (
    <div className={c.page} aria-busy role="status" aria-label="Loading">
      <div className={c.header}>
        <Skeleton circle height={52} />
        <div style={{ flex: 1 }}>
          <Skeleton height={20} width={220} />
          <Skeleton height={12} width={160} mt={8} />
        </div>
      </div>
      <div className={c.columns}>
        <Skeleton height={320} />
        <Skeleton height={420} />
        <Skeleton height={240} />
      </div>
    </div>
  )
}
