import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/api/session'
import { CustomerSummary } from '@/features/customers/CustomerSummary'
import { customerQuery } from '@/features/customers/queries'
import c from './messaging.module.css'
import { conversationQuery } from './queries'

/** Who the conversation is with, beside it on wide screens. */
export function CustomerPane({ id }: { id: string }) {
  const { data } = useQuery(conversationQuery(id))
  const may = useCan('read_customers')
  const contact = data?.conversation.contact
  if (!data || !may) return <aside className={c.customer} aria-label="Customer" />
  return (
    <aside className={c.customer} aria-label="Customer">
      {contact ? (
        <Card id={contact.id} />
      ) : (
        <p className={c.stranger}>
          Nobody is known by this number. Tie one of its calls to a customer, and the conversation is theirs.
        </p>
      )}
    </aside>
  )
}

function Card({ id }: { id: string }) {
  const { data } = useQuery(customerQuery(id))
  if (!data) return <Skeleton height={260} />
  return (
    <>
      <div className={c.customerHead}>
        <h2 className="ellipsis">{data.name}</h2>
        <Link to="/customers/$id" params={{ id }}>
          Open
        </Link>
      </div>
      {data.do_not_contact && <p className={c.noContact}>Do not contact</p>}
      <CustomerSummary customer={data} />
    </>
  )
}
