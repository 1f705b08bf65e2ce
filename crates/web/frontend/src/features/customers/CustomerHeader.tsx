import { Tooltip } from '@mantine/core'
import { IconArrowLeft, IconBan, IconMail, IconMessage, IconPhone } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCan } from '@/api/session'
import type { ContactAnswer, CustomerDetail } from '@/api/types'
import { ContactButton } from '@/features/consent/ContactButton'
import { permissionQuery } from '@/features/consent/queries'
import { type Verdict, verdictOf } from '@/features/consent/verdict'
import { Avatar } from '@/ui/Avatar'
import { RelativeTime } from '@/ui/RelativeTime'
import { CustomerStatus, primaryPhone } from './columns'
import c from './profile.module.css'

const BLOCKED = 'Contact has requested Do Not Contact'

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
        <Ways customer={customer} />
        {children}
      </div>
    </header>
  )
}

/** A button for each way to the customer, as far as the server allows it. */
function Ways({ customer }: { customer: CustomerDetail }) {
  const may = useCan('edit_customers')
  const phone = primaryPhone(customer)
  const mail = customer.email ?? customer.emails[0]
  const party = { customer_id: customer.id }
  const call = useQuery({ ...permissionQuery(party, 'call'), enabled: Boolean(phone) })
  const text = useQuery({ ...permissionQuery(party, 'text'), enabled: Boolean(phone) })
  const email = useQuery({ ...permissionQuery(party, 'email'), enabled: Boolean(mail) })
  const verdict = (answer: ContactAnswer | undefined): Verdict =>
    !answer && customer.do_not_contact ? { kind: 'blocked', reason: BLOCKED } : verdictOf(answer)
  const owner = may ? party : undefined
  return (
    <>
      {phone && (
        <ContactButton
          label="Call"
          onAct={() => window.location.assign(`tel:${phone}`)}
          icon={IconPhone}
          verdict={verdict(call.data)}
          party={owner}
          purpose={call.data?.purpose}
        />
      )}
      {phone && (
        <ContactButton
          label="Text"
          onAct={() => window.location.assign(`sms:${phone}`)}
          icon={IconMessage}
          verdict={verdict(text.data)}
          party={owner}
          purpose={text.data?.purpose}
        />
      )}
      {mail && (
        <ContactButton
          label="E-mail"
          onAct={() => window.location.assign(`mailto:${mail}`)}
          icon={IconMail}
          verdict={verdict(email.data)}
          party={owner}
          purpose={email.data?.purpose}
        />
      )}
    </>
  )
}
