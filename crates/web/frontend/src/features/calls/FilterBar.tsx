import { Button } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { CallRow } from '@/api/types'
import { counted } from '@/lib/counted'
import { ColumnsMenu } from '@/ui/table/ColumnsMenu'
import type { TableLayout } from '@/ui/table/columns'
import { DensitySwitch } from '@/ui/table/DensitySwitch'
import type { Density } from '@/ui/table/VirtualTable'
import { DateFilter } from './DateFilter'
import { FilterPanel } from './FilterPanel'
import { describe, FILTER_GROUPS, type FilterField, fieldName, without } from './filterFields'
import c from './filters.module.css'
import { SearchField } from './SearchField'
import { type CallFilters, daysAndSearch } from './search'
import { useFilterOptions } from './useFilterOptions'
import { SaveView } from './views/SaveView'
import type { ViewsState } from './views/useViewsState'

interface Props {
  filters: CallFilters
  onChange: (filters: CallFilters) => void
  searchRef: RefObject<HTMLInputElement | null>
  total: number
  counted: boolean
  views: ViewsState
  layout: TableLayout<CallRow>
  density: Density
  onDensity: (density: Density) => void
}

/** Search, date, the filters in use as chips, and how the table looks. */
export function FilterBar(props: Props) {
  const { filters, onChange, total } = props
  const [panel, setPanel] = useState(false)
  const optionsOf = useFilterOptions()
  const used = FILTER_GROUPS.flatMap((group) => group.fields).flatMap((field) => {
    const text = describe(field, filters, optionsOf)
    return text === undefined ? [] : [{ field, text }]
  })
  const { search: _search, ...unsearched } = filters
  return (
    <div className={c.bar}>
      <div className={c.tools}>
        <SearchField
          value={filters.search}
          inputRef={props.searchRef}
          onChange={(search) => onChange(search === undefined ? unsearched : { ...unsearched, search })}
        />
        <span className="desktop-only">
          <DateFilter filters={filters} onChange={onChange} />
        </span>
        <Button
          variant="default"
          className={c.more ?? ''}
          leftSection={<IconAdjustmentsHorizontal size={14} />}
          onClick={() => setPanel(true)}
        >
          Filters{used.length > 0 && <span className={`${c.count} num`}>{used.length}</span>}
        </Button>
        <span className={`${c.result} num desktop-only`} role="status">
          {props.counted ? counted(total, 'call') : 'Counting…'}
        </span>
        <span className="desktop-only">
          <SaveView state={props.views} />
        </span>
        <span className="grow" />
        <span className={`${c.right} desktop-only`}>
          <DensitySwitch value={props.density} onChange={props.onDensity} />
          <ColumnsMenu layout={props.layout} />
        </span>
      </div>
      <span className="phone-only">
        <SaveView state={props.views} />
      </span>
      <Chips used={used} filters={filters} onChange={onChange} onOpen={() => setPanel(true)} />
      <FilterPanel
        opened={panel}
        onClose={() => setPanel(false)}
        filters={filters}
        onChange={onChange}
        optionsOf={optionsOf}
        total={total}
      />
    </div>
  )
}

interface ChipsProps {
  used: { field: FilterField; text: string }[]
  filters: CallFilters
  onChange: (filters: CallFilters) => void
  onOpen: () => void
}

function Chips({ used, filters, onChange, onOpen }: ChipsProps) {
  const contact = filters.contact_id !== undefined
  if (used.length === 0 && !contact) return null
  const { contact_id: _contact, ...uncontacted } = filters
  return (
    <div className={c.chips} role="group" aria-label="Filters in use">
      {contact && (
        <OneChip label="Customer" text="one" onOpen={onOpen} onRemove={() => onChange(uncontacted)} />
      )}
      {used.map(({ field, text }) => (
        <OneChip
          key={fieldName(field)}
          label={field.label}
          text={text}
          onOpen={onOpen}
          onRemove={() => onChange(without(filters, field))}
        />
      ))}
      <Button variant="subtle" size="compact-xs" onClick={() => onChange(daysAndSearch(filters))}>
        Clear all
      </Button>
    </div>
  )
}

function OneChip({
  label,
  text,
  onOpen,
  onRemove,
}: {
  label: string
  text: string
  onOpen: () => void
  onRemove: () => void
}) {
  return (
    <span className={c.chip}>
      <button type="button" onClick={onOpen} aria-label={`Change filter: ${label} is ${text}`}>
        <span className="dim">{label}</span> {text}
      </button>
      <button type="button" className={c.remove} onClick={onRemove} aria-label={`Remove filter: ${label}`}>
        <IconX size={12} />
      </button>
    </span>
  )
}
