import { Button, MultiSelect, Select, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery } from '@/api/session'
import { atHour, startOfDay } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { AuditLine } from './AuditLine'
import { type AuditQuery, auditQuery } from './queries'
import { ACTIONS, KINDS } from './words'

interface Filters {
  actor: string | null
  actions: string[]
  kinds: string[]
  target: string
  from: string | null
  to: string | null
}

const NONE: Filters = { actor: null, actions: [], kinds: [], target: '', from: null, to: null }

/** Every change with who made it, when, and what was before. */
export default function AuditSection() {
  const zone = useZone()
  const [filters, setFilters] = useState(NONE)
  const [settled] = useDebouncedValue(filters, 250)
  const list = useInfiniteQuery(auditQuery(queryOf(settled, zone)))
  const entries = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <SectionFrame
      title="Audit log"
      text="Each line is written together with the change and chained to the one before it, so that none can be taken out unseen."
      wide
    >
      <AuditFilters value={filters} onChange={setFilters} />
      <SettingsCard>
        {list.isPending ? (
          <SkeletonRows rows={10} height={42} />
        ) : list.isError && entries.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : entries.length === 0 ? (
          <EmptyState
            title="No change matches"
            action={
              <Button variant="default" onClick={() => setFilters(NONE)}>
                Clear filters
              </Button>
            }
          />
        ) : (
          entries.map((entry) => <AuditLine key={entry.seq} entry={entry} />)
        )}
        {list.hasNextPage && (
          <div style={{ display: 'flex', justifyContent: 'center', paddingTop: 14 }}>
            <Button
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Earlier changes
            </Button>
          </div>
        )}
      </SettingsCard>
    </SectionFrame>
  )
}

function AuditFilters({ value, onChange }: { value: Filters; onChange: (filters: Filters) => void }) {
  const { data: members = [] } = useQuery(membersQuery)
  const set = (part: Partial<Filters>) => onChange({ ...value, ...part })
  return (
    <div className={c.filters}>
      <Select
        aria-label="Who"
        placeholder="Anybody"
        searchable
        clearable
        data={members.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.actor}
        onChange={(actor) => set({ actor })}
      />
      <MultiSelect
        aria-label="What was done"
        placeholder={value.actions.length > 0 ? '' : 'Any action'}
        clearable
        data={ACTIONS}
        value={value.actions}
        onChange={(actions) => set({ actions })}
      />
      <MultiSelect
        aria-label="To what"
        placeholder={value.kinds.length > 0 ? '' : 'Anything'}
        clearable
        data={KINDS}
        value={value.kinds}
        onChange={(kinds) => set({ kinds })}
      />
      <DateInput
        aria-label="From"
        placeholder="From"
        valueFormat="MMM D, YYYY"
        clearable
        value={value.from}
        onChange={(from) => set({ from })}
      />
      <DateInput
        aria-label="Until"
        placeholder="Until"
        valueFormat="MMM D, YYYY"
        clearable
        value={value.to}
        onChange={(to) => set({ to })}
      />
      <TextInput
        aria-label="Id of a record"
        placeholder="Id of a record"
        value={value.target}
        onChange={(event) => set({ target: event.currentTarget.value.trim() })}
      />
    </div>
  )
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Dates of the form are whole days of the workspace. */
function queryOf(filters: Filters, zone: string): AuditQuery {
  const dayStart = (date: string, days: number) => new Date(atHour(noonOf(date), zone, days, 0)).toISOString()
  return {
    ...(filters.actor ? { actor: filters.actor } : {}),
    ...(filters.actions.length > 0 ? { action: filters.actions } : {}),
    ...(filters.kinds.length > 0 ? { target_kind: filters.kinds } : {}),
    ...(UUID.test(filters.target) ? { target_id: filters.target } : {}),
    ...(filters.from ? { from: dayStart(filters.from, 0) } : {}),
    ...(filters.to ? { to: dayStart(filters.to, 1) } : {}),
  } as AuditQuery

  function noonOf(date: string): number {
    return startOfDay(Date.parse(`${date}T12:00:00Z`), zone) + 12 * 3_600_000
  }
}
