import { Tooltip } from '@mantine/core'
import { IconArrowLeft, IconBan } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CustomerDetail } from '@/api/types'
import { Avatar } from '@/ui/Avatar'
import { RelativeTime } from '@/ui/RelativeTime'
import { CustomerWays } from './CustomerWays'
import { CustomerStatus } from './columns'
import c from './profile.module.css'

/** Name, standing, and the ways to reach the customer, closed where contact is not wanted. */
export function CustomerHeader({ customer, children }: { customer: CustomerDetail; children: ReactNode }) {
  return (
    <header className={c.header}>
      <Tooltip label="All customers">
        <Link to="/customers" className={c.back} aria-label="All customers">
          <IconArrowLeft size={18} />
        </Link>
      </Tooltip>
      <Avatar name={customer.name} size={52} />
      <div className={c.title}>
        <h1 className="ellipsis">{customer.name}</h1>
        <p className={c.subtitle}>
          <CustomerStatus status={customer.status} />
          {customer.company && <span>{customer.company}</span>}
          {customer.last_seen_at && (
            <span>
              last contact <RelativeTime at={customer.last_seen_at} />
            </span>
          )}
          {customer.do_not_contact && (
            <span className={c.dnc}>
              <IconBan size={14} aria-hidden /> Do not contact
            </span>
          )}
        </p>
      </div>
      <div className={c.actions}>
        <CustomerWays customer={customer} />
        {children}
      </div>
    </header>
  )
}
