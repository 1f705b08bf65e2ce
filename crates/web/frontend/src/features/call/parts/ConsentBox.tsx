import { SegmentedControl } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { CallDetail } from '@/api/types'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import c from '../call.module.css'
import { useCallChange } from '../queries'

/** What the caller agreed to, written down by whoever heard it. */
export function ConsentBox({ call }: { call: CallDetail }) {
  const zone = useZone()
  const may = useCan('work_calls')
  const { recording, sms_opt_in, last_updated } = call.consent
  const record = useCallChange(
    async (consent: { recording_consent?: boolean | null; sms_opt_in?: boolean | null }) => {
      const params = { path: { call_id: call.id } }
      await dataOf(api.POST('/compliance/consent/{call_id}', { params, body: consent }))
      return (await dataOf(api.GET('/calls/{id}', { params: { path: { id: call.id } } }))).call
    },
    'The consent was not written down',
  )
  const Icon = recording === undefined ? IconHelpCircle : recording ? IconCircleCheck : IconCircleX
  const text =
    recording === undefined
      ? 'Consent status not recorded'
      : recording
        ? 'Caller consented to recording'
        : 'Caller did not consent to recording'
  return (
    <div className={c.box}>
      <h3>Consent</h3>
      <span style={{ display: 'flex', gap: 7, alignItems: 'center' }}>
        <Icon size={16} color={recording ? 'var(--app-ok)' : 'var(--mantine-color-dimmed)'} aria-hidden />
        {text}
      </span>
      {last_updated && <span className="dim">Last updated {formatFull(last_updated, zone)}</span>}
      <Answer
        label="Recording"
        value={recording}
        disabled={!may || record.isPending}
        onChange={(recording_consent) => record.mutate({ recording_consent })}
      />
      <Answer
        label="Text messages"
        value={sms_opt_in}
        disabled={!may || record.isPending}
        onChange={(agreed) => record.mutate({ sms_opt_in: agreed })}
      />
    </div>
  )
}

const ANSWERS = [
  { value: 'yes', label: 'Agreed' },
  { value: 'no', label: 'Declined' },
  { value: 'unknown', label: 'Not asked' },
]

/** What the caller said to one question. */
function Answer({
  label,
  value,
  disabled,
  onChange,
}: {
  label: string
  value: boolean | undefined
  disabled: boolean
  onChange: (agreed: boolean | null) => void
}) {
  return (
    <div className={c.answer}>
      <span>{label}</span>
      <SegmentedControl
        aria-label={label}
        data={ANSWERS}
        disabled={disabled}
        value={value === undefined ? 'unknown' : value ? 'yes' : 'no'}
        onChange={(next) => onChange(next === 'unknown' ? null : next === 'yes')}
      />
    </div>
  )
}
