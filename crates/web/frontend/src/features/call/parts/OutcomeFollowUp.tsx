import { Select } from '@mantine/core'
import type { Disposition, OutcomeFollowUp as Planned } from '@/api/types'
import { formatSpan, MINUTE } from '@/lib/time'
import { FOLLOW_UP_OPTIONS } from '@/lib/words'
import { DateTimePresets } from '@/ui/DateTimePresets'
import c from './parts.module.css'

interface Props {
  disposition: Disposition
  value: Planned
  onChange: (value: Planned) => void
}

/** The promise that the chosen outcome demands; the rule sets the time unless a person does. */
export function OutcomeFollowUp({ disposition, value, onChange }: Props) {
  const minutes = disposition.follow_up_minutes
  const rule = minutes === undefined ? undefined : `By the rule: ${formatSpan(minutes * MINUTE)} from now`
  return (
    <div className={c.form}>
      <Select
        label="Follow-up"
        data={FOLLOW_UP_OPTIONS}
        value={value.type}
        allowDeselect={false}
        onChange={(type) => type && onChange({ ...value, type })}
      />
      <DateTimePresets
        label={rule ? `Due (${rule})` : 'Due'}
        required={rule === undefined}
        value={value.due_at}
        onChange={(due) => {
          const { due_at: _old, ...rest } = value
          onChange(due ? { ...rest, due_at: due } : rest)
        }}
      />
    </div>
  )
}
