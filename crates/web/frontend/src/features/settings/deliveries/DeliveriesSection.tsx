import { useCan } from '@/api/session'
import { SectionFrame } from '../SectionFrame'
import { UnknownCalls } from '../telephony/UnknownCalls'
import { DeadCard } from './DeadCard'
import { LostMailCard } from './LostMailCard'
import { MailCard } from './MailCard'
import { TextsCard } from './TextsCard'

/** Everything that went wrong by itself and waits for somebody to decide. */
export default function DeliveriesSection() {
  const works = useCan('work_calls')
  return (
    <SectionFrame
      title="Needs a person"
      text="What the product could not finish by itself, and does not repeat blindly. Somebody looks, and decides."
      wide
    >
      <DeadCard />
      <LostMailCard />
      <MailCard />
      {works && <UnknownCalls />}
      <TextsCard />
    </SectionFrame>
  )
}
