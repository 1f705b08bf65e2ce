import { Button, Popover } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconClockExclamation, IconHelpCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { useMe } from '@/api/session'
import type { ContactAnswer, ContactChannel } from '@/api/types'
import { RelativeTime } from '@/ui/RelativeTime'
import c from './consent.module.css'
import { type Party, useConsentChange } from './queries'
import { ReasonForm } from './ReasonForm'
import { type Reason, reasonsOf } from './reasons'
import { mayLift, reasonOf, verdictOf } from './verdict'
import { CHANNEL, liftedBy } from './words'

/** How long a reason from the panel holds, in minutes. */
const REASON_HOLDS = 60

const ICON = {
  allowed: IconCircleCheck,
  unknown: IconHelpCircle,
  reason: IconClockExclamation,
  blocked: IconCircleX,
} as const

const STATE = {
  allowed: 'open',
  unknown: 'not known yet',
  reason: 'only with a reason',
  blocked: 'closed',
} as const

interface Props {
  answers: readonly (readonly [ContactChannel, ContactAnswer | undefined])[]
  party: Party
  /** What sounded like a revocation is shown with its buttons already. */
  decides: boolean
}

/** Which channels are open, and every rule that closes the others. */
export function WhyNot({ answers, party, decides }: Props) {
  const reasons = reasonsOf(answers).filter(({ refusal }) => !decides || refusal.rule !== 'revocation_waits')
  return (
    <>
      <ul className={c.ways}>
        {answers.map(([channel, answer]) => {
          const { kind } = verdictOf(answer)
          const Icon = ICON[kind]
          return (
            <li key={channel} data-kind={kind}>
              <Icon size={15} aria-hidden />
              <b>{CHANNEL[channel]}</b> {STATE[kind]}
            </li>
          )
        })}
      </ul>
      {reasons.length > 0 && (
        <ul className={c.why} aria-label="Why not">
          {reasons.map((reason) => (
            <Why key={reason.refusal.rule} reason={reason} all={answers.length} party={party} />
          ))}
        </ul>
      )}
    </>
  )
}

function Why({ reason, all, party }: { reason: Reason; all: number; party: Party }) {
  const { role } = useMe().member
  const { refusal, channels } = reason
  return (
    <li>
      <p>
        {channels.length < all && <b>{channels.map((one) => CHANNEL[one]).join(', ')}: </b>}
        {reasonOf(refusal)}
      </p>
      <small>
        {refusal.until && (
          <span>
            Until <RelativeTime at={refusal.until} mode="soon" />
          </span>
        )}
        <span>{liftedBy(refusal.lifted_by)}</span>
        {mayLift(refusal, role) && <GoBeyond reason={reason} party={party} />}
      </small>
    </li>
  )
}

function GoBeyond({ reason: { refusal, purpose }, party }: { reason: Reason; party: Party }) {
  const [open, setOpen] = useState(false)
  const goOn = useConsentChange(async (reason: string) => {
    const body = { ...party, rule: refusal.rule, purpose, reason, minutes: REASON_HOLDS }
    await dataOf(api.POST('/contact-permission/overrides', { body }))
    setOpen(false)
  }, 'The reason was not kept')
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus width={300} position="bottom-end">
      <Popover.Target>
        <Button variant="default" size="compact-xs" onClick={() => setOpen((shown) => !shown)}>
          Go beyond it
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Go beyond the rule for an hour">
        <ReasonForm
          refusals={[refusal]}
          action="Go beyond it for an hour"
          pending={goOn.isPending}
          onReason={(reason) => goOn.mutate(reason)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
