import { Button, MultiSelect, Select, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useSearchText } from '@/lib/useSearchText'
import c from './customers.module.css'
import { LEAST_LETTERS } from './queries'
import {
  type CustomerStatus,
  type CustomersSearch,
  isFiltered,
  NO_FILTERS,
  OWN_SORT,
  type SearchChange,
} from './search'
import { CUSTOMER_STATUS, LEAD_SOURCES } from './words'

interface Props {
  search: CustomersSearch
  onChange: (change: SearchChange) => void
}

/** Narrows the list; everything stays in the address. */
export function CustomerFilters({ search, onChange }: Props) {
  return (
    <div className={c.tools}>
      <SearchField value={search.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
      <MultiSelect
        aria-label="Status"
        placeholder={search.status?.length ? '' : 'Status'}
        data={Object.entries(CUSTOMER_STATUS).map(([value, { label }]) => ({ value, label }))}
        value={search.status ?? []}
        onChange={(status) =>
          onChange({ status: status.length > 0 ? (status as CustomerStatus[]) : undefined })
        }
        className={c.filter ?? ''}
        clearable
      />
      <MultiSelect
        aria-label="Lead source"
        placeholder={search.lead_source?.length ? '' : 'Lead source'}
        data={LEAD_SOURCES}
        value={search.lead_source ?? []}
        onChange={(sources) => onChange({ lead_source: sources.length > 0 ? sources : undefined })}
        className={c.filter ?? ''}
        clearable
      />
      <Select
        aria-label="Contact"
        placeholder="Contact"
        data={[
          { value: 'false', label: 'May be contacted' },
          { value: 'true', label: 'Do not contact' },
        ]}
        value={search.dnc === undefined ? null : String(search.dnc)}
        onChange={(value) => onChange({ dnc: value === null ? undefined : value === 'true' })}
        className={c.filter ?? ''}
        clearable
      />
      <Select
        aria-label="Sort"
        data={[
          { value: OWN_SORT, label: 'Last contact first' },
          { value: 'name', label: 'By name' },
          { value: '-created', label: 'Newest first' },
        ]}
        value={search.sort ?? OWN_SORT}
        onChange={(sort) => onChange({ sort: sort === OWN_SORT ? undefined : (sort ?? undefined) })}
        className={`${c.filter ?? ''} phone-only`}
        allowDeselect={false}
      />
      {isFiltered(search) && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} />}
          onClick={() => onChange(NO_FILTERS)}
        >
          Clear
        </Button>
      )}
    </div>
  )
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { text, type } = useSearchText(value, onChange)
  const lacking = LEAST_LETTERS - text.trim().length
  return (
    <TextInput
      id="customer-search"
      aria-label="Search customers"
      placeholder="Name, company, e-mail or any part of a number"
      leftSection={<IconSearch size={15} />}
      rightSection={text.trim() !== '' && lacking > 0 ? <span className={c.hint}>{lacking} more</span> : null}
      rightSectionWidth={54}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      className={c.search ?? ''}
    />
  )
}
