import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconArrowsMaximize,
  IconBan,
  IconChevronDown,
  IconChevronUp,
  IconPrinter,
  IconX,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useCan, useMe } from '@/api/session'
import type { CallDetail } from '@/api/types'
import { isEmergency } from '@/features/calls/cells/CallerCell'
import { CallContact } from '@/features/consent/CallContact'
import { counted } from '@/lib/counted'
import { formatPhone } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import { SlaArithmetic } from '@/ui/SlaArithmetic'
import { SlaChip } from '@/ui/SlaChip'
import c from './call.module.css'
import { nameOfCaller, otherNumber } from './number'
import { EscalationBar } from './parts/EscalationBar'
import { SaveStatus } from './parts/SaveStatus'
import type { CallEditor } from './useCallEditor'

export interface Neighbours {
  previous?: () => void
  next?: () => void
}

interface Props {
  call: CallDetail
  editor: CallEditor
  onClose?: () => void
  neighbours?: Neighbours
}

/** Who, how pressing, and what to do about it. */
export function CallHeader({ call, editor, onClose, neighbours }: Props) {
  const name = nameOfCaller(call)
  const blocked = editor.state.kind === 'incomplete' ? 'The chosen outcome is not complete yet' : undefined
  return (
    <div className={c.head}>
      <div className={c.who}>
        <Avatar name={call.contact?.name || call.caller_name} size={40} />
        <div className={c.names}>
          <h2>{name}</h2>
          <p className="num">
            {formatPhone(otherNumber(call)) || 'No number'}
            {call.contact_card && <span> · {counted(call.contact_card.calls_total, 'call')}</span>}
          </p>
        </div>
        {neighbours && (
          <>
            <Step label="Previous call" icon={IconChevronUp} go={neighbours.previous} blocked={undefined} />
            <Step label="Next call" icon={IconChevronDown} go={neighbours.next} blocked={blocked} />
          </>
        )}
        <Print id={call.id} />
        {onClose && (
          <>
            <Tooltip label="Open as a page">
              <Link
                to="/calls/$id"
                params={{ id: call.id }}
                className={c.iconLink}
                aria-label="Open as a page"
              >
                <IconArrowsMaximize size={16} />
              </Link>
            </Tooltip>
            <ActionIcon aria-label="Close the call" onClick={onClose}>
              <IconX size={17} />
            </ActionIcon>
          </>
        )}
      </div>
      <div className={c.actions}>
        <CallContact call={{ ...call, do_not_contact: mayNotContact(call) }} />
        <Badges call={call} />
        <span className="grow" />
        <SaveStatus editor={editor} />
      </div>
      <EscalationBar call={call} />
    </div>
  )
}

/** The card for the crew, in a tab of its own. */
function Print({ id }: { id: string }) {
  const may = useCan('download')
  if (!may) return null
  return (
    <Tooltip label="Print for the crew">
      <a
        href={`/api/calls/${id}/print`}
        target="_blank"
        rel="noopener"
        className={c.iconLink}
        aria-label="Print for the crew, opens a PDF"
      >
        <IconPrinter size={16} />
      </a>
    </Tooltip>
  )
}

interface StepProps {
  label: string
  icon: typeof IconX
  go: (() => void) | undefined
  blocked: string | undefined
}

function Step({ label, icon: Icon, go, blocked }: StepProps) {
  return (
    <Tooltip label={blocked ?? label}>
      <ActionIcon
        aria-label={blocked ? `${label}: ${blocked}` : label}
        disabled={!go || blocked !== undefined}
        onClick={go}
      >
        <Icon size={17} />
      </ActionIcon>
    </Tooltip>
  )
}

/** The call itself or the customer is marked. */
function mayNotContact(call: CallDetail): boolean {
  return call.do_not_contact || (call.contact_card?.do_not_contact ?? false)
}

function Badges({ call }: { call: CallDetail }) {
  const { promise } = call
  const me = useMe().member.id
  const followUp = call.follow_ups.find((candidate) => candidate.id === promise?.follow_up_id)
  return (
    <>
      {promise && (
        <SlaChip
          size="md"
          promise={{ kind: promise.type, dueAt: promise.due_at, paused: promise.paused }}
          {...(followUp ? { explanation: <SlaArithmetic sla={followUp.sla} dueAt={followUp.due_at} /> } : {})}
        />
      )}
      {call.claim && call.claim.by.id !== me && (
        <span className={c.badge} data-tone="info">
          <Avatar name={call.claim.by.name} size={16} />
          {call.claim.by.name.split(' ')[0]} is on it
        </span>
      )}
      {isEmergency(call) && (
        <span className={c.badge} data-tone="bad">
          <IconAlertTriangleFilled size={13} aria-hidden />
          {call.escalation_status === 'acked' ? 'Emergency, acknowledged' : 'Emergency'}
        </span>
      )}
      {mayNotContact(call) && (
        <span className={c.badge} data-tone="bad">
          <IconBan size={13} aria-hidden />
          Do not contact
        </span>
      )}
    </>
  )
}
