import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { CallDetail, CallPatch } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { formatDuration, formatFull } from '@/lib/time'
import {
  AGENT_TYPE,
  DIRECTION,
  ESCALATION,
  humanise,
  INTENT,
  LEAD_SOURCE,
  PURPOSE,
  QUEUE_STATUS,
  SOURCE,
  STATUS,
} from '@/lib/words'
import { useZone } from '@/lib/zone'
import { Money } from '@/ui/Money'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { StatusDot } from '@/ui/StatusDot'
import c from '../call.module.css'
import { otherNumber, ownNumber } from '../number'
import { useCallChange } from '../queries'

type Intent = NonNullable<CallDetail['intent']>
type LeadSource = CallDetail['lead_source']

const INTENTS = Object.entries(INTENT).map(([value, { label }]) => ({ value: value as Intent, label }))
const LEAD_SOURCES = Object.entries(LEAD_SOURCE).map(([value, label]) => ({
  value: value as LeadSource,
  label,
}))

/** Every fact of the call; what a person judges can be changed here. */
export function DetailsTab({ call }: { call: CallDetail }) {
  const zone = useZone()
  const may = useCan('work_calls')
  const change = useCallChange(async (body: CallPatch) => {
    const params = { path: { id: call.id } }
    return (await dataOf(api.PATCH('/calls/{id}', { params, body }))).call
  }, 'The call did not change')
  const moment = (at: string | undefined) => (at ? <span className="num">{formatFull(at, zone)}</span> : '–')
  const status = STATUS[call.status]
  const ring = call.answered_at
    ? (new Date(call.answered_at).getTime() - new Date(call.started_at).getTime()) / 1000
    : undefined
  return (
    <dl className={c.facts}>
      <Fact name="Status">
        <StatusDot tone={status.tone}>{status.label}</StatusDot>
      </Fact>
      <Fact name="Direction">{DIRECTION[call.direction]}</Fact>
      <Fact name="Started">{moment(call.started_at)}</Fact>
      <Fact name="Answered">{moment(call.answered_at)}</Fact>
      <Fact name="Ended">{moment(call.ended_at)}</Fact>
      <Fact name="Talked, rang">
        <span className="num">
          {formatDuration(call.duration_s)}
          {ring !== undefined && `, ${formatDuration(ring)}`}
        </span>
      </Fact>
      <Fact name="Their number">
        <span className="num">{formatPhone(otherNumber(call)) || '–'}</span>
      </Fact>
      <Fact name="Our number">
        <span className="num">{formatPhone(ownNumber(call)) || '–'}</span>
      </Fact>
      <Fact name="Kind of line">{humanise(call.carrier_info.line_type)}</Fact>
      <Fact name="Carrier">{call.carrier_info.carrier ?? '–'}</Fact>
      <Fact name="Agent">{call.agent?.name ?? AGENT_TYPE[call.agent_type]}</Fact>
      <Fact name="Purpose">{PURPOSE[call.purpose] ?? humanise(call.purpose)}</Fact>
      <Fact name="Intent">
        <Choice
          label="Intent"
          value={call.intent ?? null}
          options={INTENTS}
          disabled={!may}
          onChange={(intent) => change.mutate({ intent })}
        />
      </Fact>
      <Fact name="Outcome">
        <OutcomeChip disposition={call.disposition} required={call.outcome_required} />
      </Fact>
      <Fact name="Outcome given">{moment(call.outcome_at)}</Fact>
      <Fact name="Outcome due">{moment(call.outcome_due_at)}</Fact>
      <Fact name="Estimated value">
        <Money cents={call.value_est_cents} />
      </Fact>
      <Fact name="Queue">{QUEUE_STATUS[call.queue_status]}</Fact>
      <Fact name="Source">{SOURCE[call.source]}</Fact>
      <Fact name="Lead source">
        <Choice
          label="Lead source"
          value={call.lead_source}
          options={LEAD_SOURCES}
          disabled={!may}
          onChange={(lead_source) => lead_source && change.mutate({ lead_source })}
        />
      </Fact>
      <Fact name="Emergency score">
        <span className="num">{call.emergency_score} of 100</span>
      </Fact>
      <Fact name="Spam score">
        <span className="num">
          {call.spam_score} of 100{call.spam_reason && `, ${humanise(call.spam_reason).toLowerCase()}`}
        </span>
      </Fact>
      <Fact name="Escalation">{ESCALATION[call.escalation_status]}</Fact>
      <Fact name="Business hours">{call.after_hours ? 'After hours' : 'During hours'}</Fact>
      <Fact name="Text messages">{consent(call.consent.sms_opt_in)}</Fact>
      <Fact name="Last change">{moment(call.updated_at)}</Fact>
    </dl>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T | null
  options: { value: T; label: string }[]
  disabled: boolean
  onChange: (value: T | null) => void
}

function Choice<T extends string>({ label, value, options, disabled, onChange }: ChoiceProps<T>) {
  return (
    <Select
      aria-label={label}
      placeholder="None"
      data={options}
      value={value}
      allowDeselect={false}
      disabled={disabled}
      onChange={(next) => onChange(next)}
    />
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

function consent(given: boolean | undefined): string {
  return given === undefined ? 'Not asked' : given ? 'Agreed' : 'Declined'
}
