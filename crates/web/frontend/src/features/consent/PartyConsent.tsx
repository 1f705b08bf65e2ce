import { useQueries, useQuery } from '@tanstack/react-query'
import type { CallDetail, ContactChannel, CustomerDetail } from '@/api/types'
import { partyOf } from './CallContact'
import { ConsentPanel } from './ConsentPanel'
import { callPermissionQuery, permissionQuery } from './queries'

/** The consent of the other party of a call. A withheld number has none. */
export function ConsentOfCall({ call }: { call: CallDetail }) {
  const { data } = useQuery(callPermissionQuery(call.id))
  const party = partyOf(call)
  if (!party) return null
  return (
    <ConsentPanel
      party={party}
      answers={[
        ['call', data?.call],
        ['text', data?.text],
      ]}
    />
  )
}

/** The consent of a customer, on every channel that leads to him. */
export function ConsentOfCustomer({ customer }: { customer: CustomerDetail }) {
  const party = { customer_id: customer.id }
  const channels: ContactChannel[] = [
    ...(customer.phones.length > 0 ? (['call', 'text'] as const) : []),
    ...(customer.emails.length > 0 ? (['email'] as const) : []),
  ]
  const answers = useQueries({ queries: channels.map((channel) => permissionQuery(party, channel)) })
  return (
    <ConsentPanel
      party={party}
      answers={channels.map((channel, index) => [channel, answers[index]?.data] as const)}
    />
  )
}
