import { IconMail, IconMessage, IconPhone } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useCan } from '@/api/session'
import type { ContactAnswer, CustomerDetail } from '@/api/types'
import { ContactButton } from '@/features/consent/ContactButton'
import { permissionQuery } from '@/features/consent/queries'
import { type Verdict, verdictOf } from '@/features/consent/verdict'
import { callsOfQuery } from '@/features/messaging/queries'
import { CallButton } from '@/features/phone/CallButton'
import { targetOf } from '@/features/phone/target'
import { useCallBack } from '@/features/phone/useCallBack'
import { primaryPhone } from './columns'

const TextDialog = lazy(() => import('@/features/messaging/TextDialog'))

const BLOCKED = 'Contact has requested Do Not Contact'

/** A button for each way to the customer, as far as the server allows it. */
export function CustomerWays({ customer }: { customer: CustomerDetail }) {
  const edits = useCan('edit_customers')
  const works = useCan('work_calls')
  const phone = primaryPhone(customer)
  const mail = customer.email ?? customer.emails[0]
  const party = { customer_id: customer.id }
  const call = useQuery({ ...permissionQuery(party, 'call'), enabled: Boolean(phone) })
  const text = useQuery({ ...permissionQuery(party, 'text'), enabled: Boolean(phone) })
  const email = useQuery({ ...permissionQuery(party, 'email'), enabled: Boolean(mail) })
  // What is placed and sent belongs to a call; a customer who never called is reached by the device.
  const [last] = useQuery(callsOfQuery(works ? customer.id : undefined)).data ?? []
  const callBack = useCallBack()
  const [texting, setTexting] = useState(false)
  const verdict = (answer: ContactAnswer | undefined): Verdict =>
    !answer && customer.do_not_contact ? { kind: 'blocked', reason: BLOCKED } : verdictOf(answer)
  const owner = edits ? party : undefined
  return (
    <>
      {phone && (
        <ContactButton
          label="Call"
          onAct={() => (last ? callBack(targetOf(last)) : window.location.assign(`tel:${phone}`))}
          icon={IconPhone}
          verdict={verdict(call.data)}
          party={owner}
          purpose={call.data?.purpose}
        >
          {last && (
            <CallButton label="Call" variant="default" target={targetOf(last)} version={customer.version} />
          )}
        </ContactButton>
      )}
      {phone && (
        <ContactButton
          label="Text"
          onAct={() => (last ? setTexting(true) : window.location.assign(`sms:${phone}`))}
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
      {texting && last && (
        <Suspense fallback={null}>
          <TextDialog call={last} onClose={() => setTexting(false)} />
        </Suspense>
      )}
    </>
  )
}
