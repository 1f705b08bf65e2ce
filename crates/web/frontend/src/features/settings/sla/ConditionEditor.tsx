import { MultiSelect, NumberInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { dispositionsQuery } from '@/api/session'
import type { SlaRule } from '@/api/types'
import { INTENT, STATUS } from '@/lib/words'
import c from '../settings.module.css'
import { tidied } from './condition'

type Condition = SlaRule['when']

interface Props {
  when: Condition
  onChange: (when: Condition) => void
  errorOf: (path: string) => string | undefined
}

const YES_NO = (yes: string, no: string) => [
  { value: 'true', label: yes },
  { value: 'false', label: no },
]

/** Which calls a rule is for; what is left empty does not matter. */
export function ConditionEditor({ when, onChange, errorOf }: Props) {
  const { data: dispositions = [] } = useQuery(dispositionsQuery)
  const set = (part: { [Key in keyof SlaRule['when']]?: SlaRule['when'][Key] | undefined }) =>
    onChange(tidied({ ...when, ...part } as SlaRule['when']))
  const flag = (value: string | null) => (value === null ? undefined : value === 'true')
  return (
    <div className={c.conditions}>
      <Select
        label="Direction"
        placeholder="Any"
        clearable
        data={[
          { value: 'in', label: 'Inbound' },
          { value: 'out', label: 'Outbound' },
        ]}
        value={when.direction ?? null}
        onChange={(direction) => set({ direction: direction ?? undefined })}
        error={errorOf('direction')}
      />
      <MultiSelect
        label="Status"
        placeholder={when.status?.length ? '' : 'Any'}
        clearable
        data={Object.entries(STATUS).map(([value, { label }]) => ({ value, label }))}
        value={when.status ?? []}
        onChange={(status) => set({ status: status as NonNullable<Condition['status']> })}
        error={errorOf('status')}
      />
      <MultiSelect
        label="Wants"
        placeholder={when.intent?.length ? '' : 'Anything'}
        clearable
        data={Object.entries(INTENT).map(([value, { label }]) => ({ value, label }))}
        value={when.intent ?? []}
        onChange={(intent) => set({ intent: intent as NonNullable<Condition['intent']> })}
        error={errorOf('intent')}
      />
      <MultiSelect
        label="Outcome"
        placeholder={when.disposition?.length ? '' : 'Any'}
        clearable
        data={dispositions.map(({ key, label }) => ({ value: key, label }))}
        value={when.disposition ?? []}
        onChange={(disposition) => set({ disposition })}
        error={errorOf('disposition')}
      />
      <Select
        label="Caller"
        placeholder="Anybody"
        clearable
        data={YES_NO('Known customers', 'Unknown numbers')}
        value={when.known_customer === undefined ? null : String(when.known_customer)}
        onChange={(value) => set({ known_customer: flag(value) })}
      />
      <Select
        label="Time"
        placeholder="Any time"
        clearable
        data={YES_NO('After hours', 'In business hours')}
        value={when.after_hours === undefined ? null : String(when.after_hours)}
        onChange={(value) => set({ after_hours: flag(value) })}
      />
      <NumberInput
        label="Emergency score from"
        placeholder="Any"
        min={0}
        max={100}
        allowDecimal={false}
        value={when.min_emergency_score ?? ''}
        onChange={(value) => set({ min_emergency_score: typeof value === 'number' ? value : undefined })}
        error={errorOf('min_emergency_score')}
      />
    </div>
  )
}
