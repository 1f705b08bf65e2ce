import { Button, MultiSelect, Select, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { membersQuery } from '@/api/session'
import type { FollowUpKind, Priority } from '@/api/types'
import { counted } from '@/lib/counted'
import { useSearchText } from '@/lib/useSearchText'
import { FOLLOW_UP_KIND, PRIORITY } from '@/lib/words'
import c from './followups.module.css'
import { ReportChip } from './ReportChip'
import { type FollowUpsSearch, isFiltered, LEAST_LETTERS, NO_FILTERS, type SearchChange } from './search'

interface Props {
  search: FollowUpsSearch
  total: number | undefined
  onChange: (next: SearchChange) => void
}

/** Narrows the list; everything stays in the address. */
export function FollowUpFilters({ search, total, onChange }: Props) {
  const { data: members = [] } = useQuery(membersQuery)
  return (
    <div className={c.tools}>
      <SearchField value={search.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
      <MultiSelect
        aria-label="Type"
        placeholder={search.type?.length ? '' : 'Type'}
        data={Object.entries(FOLLOW_UP_KIND).map(([value, label]) => ({ value, label }))}
        value={search.type ?? []}
        onChange={(type) => onChange({ type: type.length > 0 ? (type as FollowUpKind[]) : undefined })}
        className={c.filter ?? ''}
        clearable
      />
      <MultiSelect
        aria-label="Priority"
        placeholder={search.priority?.length ? '' : 'Priority'}
        data={Object.entries(PRIORITY).map(([value, { label }]) => ({ value, label }))}
        value={search.priority ?? []}
        onChange={(priority) =>
          onChange({ priority: priority.length > 0 ? (priority as Priority[]) : undefined })
        }
        className={c.filter ?? ''}
        clearable
      />
      {search.tab !== undefined && search.tab !== 'mine' && (
        <Select
          aria-label="Assigned to"
          placeholder="Anybody"
          searchable
          clearable
          data={[
            { value: 'none', label: 'Pool (nobody)' },
            ...members.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={search.who ?? null}
          onChange={(who) => onChange({ who: who ?? undefined })}
          className={c.filter ?? ''}
        />
      )}
      <ReportChip search={search} members={members} onChange={onChange} />
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
      {total !== undefined && <span className={`${c.total} num`}>{counted(total, 'follow-up')}</span>}
    </div>
  )
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { text, type } = useSearchText(value, onChange)
  const short = text.trim() !== '' && text.trim().length < LEAST_LETTERS
  return (
    <TextInput
      id="follow-up-search"
      aria-label="Search follow-ups"
      placeholder="Name, number or note"
      leftSection={<IconSearch size={15} />}
      rightSection={short ? <span className={c.hint}>{LEAST_LETTERS - text.trim().length} more</span> : null}
      rightSectionWidth={54}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      className={c.search ?? ''}
    />
  )
}
