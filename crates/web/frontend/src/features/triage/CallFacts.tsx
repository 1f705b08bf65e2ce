import { Button } from '@mantine/core'
import { IconLink, IconRepeat, IconUrgent, IconUserPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { CallDetail } from '@/api/types'
import { nameOfCaller, otherNumber } from '@/features/call/number'
import { CallContact } from '@/features/consent/CallContact'
import { useNow } from '@/lib/now'
import { formatAgo, formatDuration, formatFull } from '@/lib/time'
import { DIRECTION, INTENT, LEAD_SOURCE, STATUS } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { Avatar } from '@/ui/Avatar'
import { Kbd } from '@/ui/Kbd'
import { Money } from '@/ui/Money'
import { PhoneNumber } from '@/ui/PhoneNumber'
import { StatusDot } from '@/ui/StatusDot'
import type { DialogName } from './CallDialogs'
import { CallChip } from './QueuePane'
import c from './triage.module.css'

interface Props {
  call: CallDetail
  reason: string
  ask: (dialog: DialogName) => void
}

/** Who called, why the call stands where it stands, and what is known of it. */
export function CallFacts({ call, reason, ask }: Props) {
  const linked = call.contact !== undefined
  return (
    <div>
      <div className={c.why}>
        <CallChip call={call} size="md" />
        <span className={c.whyText}>{reason || 'No outcome yet'}</span>
        {call.intent === 'emergency' && (
          <span className={c.emergency}>
            <IconUrgent size={15} aria-hidden /> Emergency
          </span>
        )}
        {call.incident_call_id && (
          <span className={c.repeat}>
            <IconRepeat size={14} aria-hidden /> Called again
          </span>
        )}
      </div>
      <div className={c.who}>
        <Avatar name={call.contact?.name || call.caller_name} size={44} />
        <div className={c.whoText}>
          <h2 className="ellipsis">{nameOfCaller(call)}</h2>
          <PhoneNumber value={otherNumber(call)} className="dim" />
        </div>
        <CallContact call={call} aside={<Kbd keys="c" />} />
        <Button
          variant="default"
          leftSection={linked ? <IconLink size={14} /> : <IconUserPlus size={14} />}
          rightSection={<Kbd keys="l" />}
          onClick={() => ask('link')}
        >
          {linked ? 'Change customer' : 'Link customer'}
        </Button>
      </div>
      <Facts call={call} />
    </div>
  )
}

function Facts({ call }: { call: CallDetail }) {
  const zone = useZone()
  const now = useNow('slow')
  const intent = call.intent && INTENT[call.intent]
  const status = STATUS[call.status]
  return (
    <dl className={c.facts}>
      <Fact name="Status">
        <StatusDot tone={status.tone}>{status.label}</StatusDot>
      </Fact>
      <Fact name={DIRECTION[call.direction]}>
        <time dateTime={call.started_at} title={formatFull(call.started_at, zone, true)} className="num">
          {formatAgo(call.started_at, zone, now)}
        </time>
        {call.after_hours && <span className="dim"> after hours</span>}
      </Fact>
      <Fact name="Talked">
        <span className="num">{call.duration_s > 0 ? formatDuration(call.duration_s) : '–'}</span>
      </Fact>
      <Fact name="Wants">
        {intent ? <StatusDot tone={intent.tone}>{intent.label}</StatusDot> : <span className="dim">–</span>}
      </Fact>
      <Fact name="Heard of us">{LEAD_SOURCE[call.lead_source]}</Fact>
      <Fact name="Value">
        <Money cents={call.value_est_cents} />
      </Fact>
      <Fact name="Agent">{call.agent?.name ?? <span className="dim">Nobody</span>}</Fact>
      <Fact name="Tags">
        {call.tags.length === 0 ? (
          <span className="dim">–</span>
        ) : (
          call.tags.map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))
        )}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
