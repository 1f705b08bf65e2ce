import {
  Button,
  Chip,
  Drawer,
  Group,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { counted } from '@/lib/counted'
import { formatPhone, parsePhone } from '@/lib/phone'
import { range } from '@/lib/range'
import { DateFilter } from './DateFilter'
import { FILTER_GROUPS, type FilterField, fieldName, hourText, type Option } from './filterFields'
import c from './filters.module.css'
import { type CallFilters, daysAndSearch } from './search'

interface Props {
  opened: boolean
  onClose: () => void
  filters: CallFilters
  onChange: (filters: CallFilters) => void
  optionsOf: (name: string) => readonly Option[]
  total: number
}

/** All filters. Each change applies at once; the number at the bottom follows. */
export function FilterPanel({ opened, onClose, filters, onChange, optionsOf, total }: Props) {
  const clear = () => onChange(daysAndSearch(filters))
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={360}
      title="Filters"
      overlayProps={{ backgroundOpacity: 0.12 }}
    >
      <div className={c.panel}>
        <section className="phone-only">
          <h3>Date</h3>
          <DateFilter filters={filters} onChange={onChange} />
        </section>
        {FILTER_GROUPS.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            {group.fields.map((field) => (
              <Field
                key={fieldName(field)}
                field={field}
                filters={filters}
                onChange={onChange}
                optionsOf={optionsOf}
              />
            ))}
          </section>
        ))}
      </div>
      <div className={c.panelFoot}>
        <Button variant="default" onClick={clear}>
          Clear
        </Button>
        <Button onClick={onClose}>Show {counted(total, 'call')}</Button>
      </div>
    </Drawer>
  )
}

interface FieldProps {
  field: FilterField
  filters: CallFilters
  onChange: (filters: CallFilters) => void
  optionsOf: (name: string) => readonly Option[]
}

/** More options than this are chosen from a list instead of by chips. */
const MOST_CHIPS = 8

function Field({ field, filters, onChange, optionsOf }: FieldProps) {
  switch (field.kind) {
    case 'list': {
      const options = field.options ?? optionsOf(field.name)
      const value = filters[field.name] ?? []
      const set = (next: string[]) =>
        onChange(withValue(filters, field.name, next.length > 0 ? next : undefined))
      return options.length > MOST_CHIPS || !field.options ? (
        <MultiSelect
          label={field.label}
          data={[...options]}
          value={value}
          onChange={set}
          searchable
          clearable
          placeholder={value.length > 0 ? '' : 'Any'}
        />
      ) : (
        <div role="group" aria-label={field.label}>
          <span className={c.label}>{field.label}</span>
          <Chip.Group multiple value={value} onChange={set}>
            <Group gap={6}>
              {options.map((option) => (
                <Chip key={option.value} value={option.value} size="xs" variant="outline">
                  {option.label}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </div>
      )
    }
    case 'flag': {
      const value = filters[field.name]
      return (
        <div>
          <span className={c.label} id={`filter-${field.name}`}>
            {field.label}
          </span>
          <SegmentedControl
            aria-labelledby={`filter-${field.name}`}
            fullWidth
            value={value === undefined ? 'any' : String(value)}
            onChange={(next) =>
              onChange(withValue(filters, field.name, next === 'any' ? undefined : next === 'true'))
            }
            data={[
              { value: 'any', label: 'Any' },
              { value: 'true', label: field.yes },
              ...(field.name === 'triage_mode' ? [] : [{ value: 'false', label: field.no }]),
            ]}
          />
        </div>
      )
    }
    case 'range':
      return <RangeField field={field} filters={filters} onChange={onChange} />
    case 'phone':
      return <PhoneField label={field.label} filters={filters} onChange={onChange} />
    case 'hours':
      return (
        <MultiSelect
          label={field.label}
          data={range(24).map((hour) => ({ value: String(hour), label: hourText(hour) }))}
          value={(filters.hour ?? []).map(String)}
          onChange={(hours) =>
            onChange(withValue(filters, 'hour', hours.length > 0 ? hours.map(Number) : undefined))
          }
          searchable
          clearable
          placeholder={filters.hour?.length ? '' : 'Any'}
        />
      )
  }
}

function RangeField({
  field,
  filters,
  onChange,
}: Omit<FieldProps, 'optionsOf'> & { field: Extract<FilterField, { kind: 'range' }> }) {
  const input = (name: typeof field.min | typeof field.max, label: string) => (
    <NumberInput
      aria-label={`${field.label}, ${label}, ${field.unit}`}
      placeholder={label}
      min={0}
      {...(field.unit === 'dollars' ? { prefix: '$' } : { suffix: ' s' })}
      value={filters[name] ?? ''}
      onChange={(value) => onChange(withValue(filters, name, typeof value === 'number' ? value : undefined))}
    />
  )
  return (
    <div role="group" aria-label={field.label}>
      <span className={c.label}>{field.label}</span>
      <Group gap={8} grow wrap="nowrap">
        {input(field.min, 'at least')}
        {input(field.max, 'at most')}
      </Group>
    </div>
  )
}

function PhoneField({
  label,
  filters,
  onChange,
}: {
  label: string
  filters: CallFilters
  onChange: (filters: CallFilters) => void
}) {
  const [text, setText] = useState(formatPhone(filters.number_id))
  const parsed = parsePhone(text)
  return (
    <TextInput
      label={label}
      placeholder="Any of our numbers"
      value={text}
      error={text !== '' && parsed === null ? 'Not a whole number yet' : undefined}
      onChange={(event) => {
        const next = event.currentTarget.value
        setText(next)
        const number = parsePhone(next)
        if (number !== null || next === '') onChange(withValue(filters, 'number_id', number ?? undefined))
      }}
    />
  )
}

function withValue<K extends keyof CallFilters>(
  filters: CallFilters,
  name: K,
  value: CallFilters[K] | undefined,
): CallFilters {
  const { [name]: _old, ...rest } = filters
  return (value === undefined ? rest : { ...rest, [name]: value }) as CallFilters
}
