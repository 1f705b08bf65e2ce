import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core'
import { type IconPhone, IconPhoneOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { api, dataOf } from '@/api/client'
import type { ContactAnswer } from '@/api/types'
import { type Party, useConsentChange } from './queries'
import { ReasonForm } from './ReasonForm'
import type { Verdict } from './verdict'

/** How long a reason given at a button holds, in minutes: long enough to be connected and to try once more. */
const REASON_HOLDS = 15

interface Props {
  label: string
  /** What happens when it is allowed. */
  onAct: () => void
  icon: typeof IconPhone
  verdict: Verdict
  /** Whom a reason is put on record for. */
  party: Party | undefined
  purpose: ContactAnswer['purpose'] | undefined
  variant?: 'filled' | 'default'
  /** Only the icon, for rows. */
  compact?: boolean
  aside?: ReactNode
  /** What stands there while it is allowed, when that is more than a button. */
  children?: ReactNode
}

/** Calls or texts where the server allows it, asks for a reason where one is enough, and says why not elsewhere. */
export function ContactButton(props: Props) {
  const { verdict } = props
  if (verdict.kind === 'allowed') return props.children ?? <Allowed {...props} />
  if (verdict.kind === 'reason' && props.party) {
    return <WithReason {...props} party={props.party} refusals={verdict.refusals} />
  }
  const reason = verdict.kind === 'reason' ? verdict.refusals[0]?.words : verdict.reason
  return <Blocked {...props} reason={reason ?? 'This is not allowed now'} />
}

function Allowed({ label, onAct, icon: Icon, variant = 'default', compact = false, aside }: Props) {
  if (compact) {
    return (
      <Tooltip label={label}>
        <ActionIcon aria-label={label} onClick={onAct}>
          <Icon size={15} />
        </ActionIcon>
      </Tooltip>
    )
  }
  return (
    <Button onClick={onAct} variant={variant} leftSection={<Icon size={14} />} rightSection={aside}>
      {label}
    </Button>
  )
}

function Blocked({ label, icon: Icon, compact = false, reason }: Props & { reason: string }) {
  return (
    <Tooltip label={reason} multiline maw={300}>
      {compact ? (
        <ActionIcon
          data-disabled
          aria-disabled
          aria-label={`${label}: ${reason}`}
          onClick={(event) => event.preventDefault()}
        >
          <Icon size={15} />
        </ActionIcon>
      ) : (
        <Button
          variant="default"
          data-disabled
          aria-disabled
          leftSection={<Icon size={14} />}
          onClick={(event) => event.preventDefault()}
        >
          {label}
        </Button>
      )}
    </Tooltip>
  )
}

function WithReason({
  label,
  onAct,
  icon: Icon,
  compact = false,
  party,
  purpose,
  refusals,
}: Props & { party: Party; refusals: Extract<Verdict, { kind: 'reason' }>['refusals'] }) {
  const [open, setOpen] = useState(false)
  const goOn = useConsentChange(async (reason: string) => {
    for (const { rule } of refusals) {
      const body = { ...party, rule, reason, minutes: REASON_HOLDS, ...(purpose ? { purpose } : {}) }
      await dataOf(api.POST('/contact-permission/overrides', { body }))
    }
    setOpen(false)
    onAct()
  }, 'The reason was not kept')
  const toggle = () => setOpen((shown) => !shown)
  const hint = refusals[0]?.words ?? label
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus width={300} position="bottom-start">
      <Popover.Target>
        <Tooltip label={hint} multiline maw={300} disabled={open}>
          {compact ? (
            <ActionIcon aria-label={`${label}: ${hint}`} onClick={toggle}>
              <IconPhoneOff size={15} />
            </ActionIcon>
          ) : (
            <Button variant="default" color="yellow" leftSection={<Icon size={14} />} onClick={toggle}>
              {label}…
            </Button>
          )}
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={`${label} all the same`}>
        <ReasonForm
          refusals={refusals}
          action={`${label} all the same`}
          pending={goOn.isPending}
          onReason={(reason) => goOn.mutate(reason)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
