import { IconBan } from '@tabler/icons-react'
import type { CustomerRow } from '@/api/types'
import { humanise } from '@/lib/words'
import { Avatar } from '@/ui/Avatar'
import { PhoneNumber } from '@/ui/PhoneNumber'
import { RelativeTime } from '@/ui/RelativeTime'
import { StatusDot } from '@/ui/StatusDot'
import type { Column } from '@/ui/table/columns'
import c from './customers.module.css'
import { CUSTOMER_STATUS } from './words'

const dash = <span className="dim">–</span>

export function primaryPhone(customer: CustomerRow): string | undefined {
  return (customer.phones.find((phone) => phone.primary) ?? customer.phones[0])?.number
}

export function townOf({ city, state }: CustomerRow): string {
  return [city, state].filter(Boolean).join(', ')
}

/** The columns of the customer list with their widths. */
export const CUSTOMER_COLUMNS: readonly Column<CustomerRow>[] = [
  {
    id: 'name',
    label: 'Name',
    width: 280,
    minWidth: 160,
    sort: 'name',
    fixed: true,
    cell: (customer) => <NameCell customer={customer} />,
  },
  { id: 'status', label: 'Status', width: 110, cell: ({ status }) => <CustomerStatus status={status} /> },
  {
    id: 'phone',
    label: 'Phone',
    width: 170,
    cell: (customer) => <PhoneNumber value={primaryPhone(customer)} />,
  },
  {
    id: 'email',
    label: 'E-mail',
    width: 220,
    cell: ({ email }) => (email ? <span className="ellipsis">{email}</span> : dash),
  },
  { id: 'town', label: 'Town', width: 150, cell: (customer) => townOf(customer) || dash },
  { id: 'source', label: 'Lead source', width: 130, cell: ({ lead_source }) => lead_source ?? dash },
  {
    id: 'calls',
    label: 'Calls',
    width: 80,
    align: 'end',
    cell: ({ calls_count }) => <span className="num">{calls_count.toLocaleString('en-US')}</span>,
  },
  {
    id: 'open',
    label: 'Open',
    width: 80,
    align: 'end',
    cell: ({ open_follow_ups: open }) =>
      open > 0 ? <strong className="num">{open}</strong> : <span className="dim num">0</span>,
  },
  {
    id: 'seen',
    label: 'Last contact',
    width: 140,
    sort: 'last_seen',
    sortsDescending: true,
    cell: ({ last_seen_at }) => (last_seen_at ? <RelativeTime at={last_seen_at} /> : dash),
  },
]

function NameCell({ customer }: { customer: CustomerRow }) {
  return (
    <span className={c.name}>
      <Avatar name={customer.name} size={22} />
      <strong className="ellipsis">{customer.name}</strong>
      {customer.company && <span className="dim ellipsis">{customer.company}</span>}
      {customer.do_not_contact && (
        <IconBan size={15} className={c.ban} role="img" aria-label="Has requested Do Not Contact" />
      )}
    </span>
  )
}

export function CustomerStatus({ status }: { status: string }) {
  const known = CUSTOMER_STATUS[status]
  return <StatusDot tone={known?.tone ?? 'mute'}>{known?.label ?? humanise(status)}</StatusDot>
}
