import {
  AGENT_TYPE,
  COUNTED_AS,
  DIRECTION,
  DISPOSITION_CLASS,
  ESCALATION,
  INTENT,
  LEAD_SOURCE,
  PURPOSE,
  QUEUE_STATUS,
  SOURCE,
  STATUS,
  WEEKDAY,
} from '@/lib/words'
import type { CallFilters } from './search'

export interface Option {
  value: string
  label: string
}

type ListName = {
  [K in keyof CallFilters]-?: NonNullable<CallFilters[K]> extends string[] ? K : never
}[keyof CallFilters]
type FlagName = {
  [K in keyof CallFilters]-?: NonNullable<CallFilters[K]> extends boolean ? K : never
}[keyof CallFilters]

/** A filter as the panel shows it. Options that the workspace defines (members, dispositions, tags) come at run time. */
export type FilterField =
  | { kind: 'list'; name: ListName; label: string; options?: readonly Option[] }
  | { kind: 'flag'; name: FlagName; label: string; yes: string; no: string }
  | {
      kind: 'range'
      min: 'value_min' | 'duration_min'
      max: 'value_max' | 'duration_max'
      label: string
      unit: string
    }
  | { kind: 'phone'; name: 'number_id'; label: string }
  | { kind: 'hours'; name: 'hour'; label: string }

function options(words: Record<string, string | { label: string }>): Option[] {
  return Object.entries(words).map(([value, word]) => ({
    value,
    label: typeof word === 'string' ? word : word.label,
  }))
}

/** State of a call's promise, as lists filter by it. */
export const PROMISE: Record<string, string> = {
  overdue: 'Overdue',
  critical: 'Critical',
  warning: 'Due soon',
  ok: 'In time',
  paused: 'Paused',
  done: 'Done',
  none: 'None',
}

export const FILTER_GROUPS: readonly { title: string; fields: readonly FilterField[] }[] = [
  {
    title: 'Call',
    fields: [
      { kind: 'list', name: 'status', label: 'Status', options: options(STATUS) },
      { kind: 'list', name: 'direction', label: 'Direction', options: options(DIRECTION) },
      { kind: 'list', name: 'purpose', label: 'Purpose', options: options(PURPOSE) },
      { kind: 'list', name: 'intent', label: 'Intent', options: options(INTENT) },
      { kind: 'range', min: 'duration_min', max: 'duration_max', label: 'Duration', unit: 'seconds' },
      { kind: 'flag', name: 'after_hours', label: 'Business hours', yes: 'After hours', no: 'During hours' },
      { kind: 'list', name: 'weekday', label: 'Day of the week', options: options(WEEKDAY) },
      { kind: 'hours', name: 'hour', label: 'Hour of the day' },
    ],
  },
  {
    title: 'Result',
    fields: [
      { kind: 'list', name: 'disposition', label: 'Disposition' },
      {
        kind: 'list',
        name: 'disposition_class',
        label: 'Class of disposition',
        options: options(DISPOSITION_CLASS),
      },
      { kind: 'flag', name: 'outcome_required', label: 'Outcome', yes: 'Still required', no: 'Not required' },
      { kind: 'range', min: 'value_min', max: 'value_max', label: 'Estimated value', unit: 'dollars' },
      { kind: 'flag', name: 'has_job', label: 'Job', yes: 'Linked', no: 'None' },
      { kind: 'list', name: 'counted_as', label: 'Reports count it as', options: options(COUNTED_AS) },
    ],
  },
  {
    title: 'Promise',
    fields: [
      { kind: 'list', name: 'promise', label: 'Follow-up', options: options(PROMISE) },
      {
        kind: 'list',
        name: 'escalation_status',
        label: 'Emergency',
        options: options(ESCALATION).filter(({ value }) => value !== 'none'),
      },
      { kind: 'list', name: 'queue_status', label: 'Queue', options: options(QUEUE_STATUS) },
      { kind: 'flag', name: 'triage_mode', label: 'Triage', yes: 'Needs triage', no: 'All' },
    ],
  },
  {
    title: 'People',
    fields: [
      { kind: 'list', name: 'agent_id', label: 'Agent' },
      { kind: 'list', name: 'agent_type', label: 'Answered by', options: options(AGENT_TYPE) },
      { kind: 'flag', name: 'has_contact', label: 'Contact', yes: 'Known', no: 'Unknown' },
      { kind: 'flag', name: 'dnc', label: 'Do not contact', yes: 'Marked', no: 'Not marked' },
    ],
  },
  {
    title: 'Origin and content',
    fields: [
      { kind: 'list', name: 'source', label: 'Source', options: options(SOURCE) },
      { kind: 'list', name: 'lead_source', label: 'Lead source', options: options(LEAD_SOURCE) },
      { kind: 'phone', name: 'number_id', label: 'Our number' },
      { kind: 'list', name: 'tag', label: 'Any of these tags' },
      { kind: 'flag', name: 'has_recording', label: 'Recording', yes: 'Has one', no: 'None' },
      { kind: 'flag', name: 'has_transcript', label: 'Transcript', yes: 'Has one', no: 'None' },
    ],
  },
]

/** "9:00 AM" of 9. */
export function hourText(hour: number): string {
  return `${hour % 12 === 0 ? 12 : hour % 12}:00 ${hour < 12 ? 'AM' : 'PM'}`
}

/** Name of a field for keys and chips. */
export function fieldName(field: FilterField): string {
  return field.kind === 'range' ? field.min : field.name
}

/** Removes a field from filters. */
export function without(filters: CallFilters, field: FilterField): CallFilters {
  const names: (keyof CallFilters)[] = field.kind === 'range' ? [field.min, field.max] : [field.name]
  return Object.fromEntries(
    Object.entries(filters).filter(([name]) => !names.includes(name as keyof CallFilters)),
  ) as CallFilters
}

/** What a field is set to, as a chip says it; undefined when it is not in use. */
export function describe(
  field: FilterField,
  filters: CallFilters,
  labels: (name: string) => readonly Option[],
): string | undefined {
  switch (field.kind) {
    case 'list': {
      const values = filters[field.name]
      if (!values || values.length === 0) return undefined
      const known = field.options ?? labels(field.name)
      const words = values.map((value) => known.find((option) => option.value === value)?.label ?? value)
      return words.length > 2 ? `${words[0]} +${words.length - 1}` : words.join(' or ')
    }
    case 'flag': {
      const value = filters[field.name]
      return value === undefined ? undefined : value ? field.yes : field.no
    }
    case 'range': {
      const [min, max] = [filters[field.min], filters[field.max]]
      if (min === undefined && max === undefined) return undefined
      const unit = field.unit === 'dollars' ? (value: number) => `$${value}` : (value: number) => `${value}s`
      if (max === undefined) return `from ${unit(min ?? 0)}`
      return min === undefined ? `up to ${unit(max)}` : `${unit(min)} to ${unit(max)}`
    }
    case 'phone':
      return filters[field.name]
    case 'hours': {
      const hours = filters[field.name]
      return hours && hours.length > 0 ? hours.map(hourText).join(' or ') : undefined
    }
  }
}
