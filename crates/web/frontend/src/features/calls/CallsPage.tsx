import { Button, Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowUp, IconCircleCheck, IconPhone, IconSearchOff } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import type { CallRow } from '@/api/types'
import { nameOfCaller } from '@/features/call/number'
import { counted } from '@/lib/counted'
import { useShortcuts } from '@/lib/shortcuts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { useTableLayout } from '@/ui/table/columns'
import { useDensity } from '@/ui/table/DensitySwitch'
import { ROW_HEIGHT, type TableHandle, VirtualTable } from '@/ui/table/VirtualTable'
import { BulkBar } from './bulk/BulkBar'
import { CallCards } from './CallCards'
import { CallsHead } from './CallsHead'
import c from './calls.module.css'
import { CALL_COLUMNS } from './columns'
import { ExportCalls } from './ExportCalls'
import { ExportSelected } from './ExportSelected'
import { FilterBar } from './FilterBar'
import type { CallFilters } from './search'
import { OWN_SORT, ofCurrent, useCallList } from './useCallList'
import { useCallSelection } from './useCallSelection'
import { useCallsAddress } from './useCallsAddress'
import { useFilterOptions } from './useFilterOptions'
import { useLiveRows } from './useLiveRows'
import { useViewsState } from './views/useViewsState'
import { ViewDialog } from './views/ViewDialog'

const idOf = (call: CallRow) => call.id
const labelOf = (call: CallRow) => `Select the call of ${nameOfCaller(call)}`

/** The list is there before the code of what opens beside it. */
const CallView = lazy(async () => ({ default: (await import('@/features/call/CallView')).CallView }))

/** The call ledger: a list of any length beside the one call that is open. */
export function CallsPage() {
  const address = useCallsAddress()
  const { filters, sort, call, open } = address
  const views = useViewsState(address)
  const list = useCallList(filters, sort)
  const live = useLiveRows(list, filters, sort)
  const selection = useCallSelection(list, filters)
  const layout = useTableLayout('calls-table-columns', CALL_COLUMNS)
  const [density, setDensity] = useDensity()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const table = useRef<TableHandle>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const knownTags = useFilterOptions()('tag').map((option) => option.value)

  const openRow = ofCurrent(list, (row: CallRow, fully: boolean) => {
    if (fully) void navigate({ to: '/calls/$id', params: { id: row.id } })
    else open(row.id)
  })
  const showNew = () => {
    live.show()
    table.current?.scrollToTop()
  }
  // Another list is read from its start.
  // biome-ignore lint/correctness/useExhaustiveDependencies: filters and order stand for the list
  useEffect(() => table.current?.scrollToTop(), [filters, sort])
  useListShortcuts(table, searchField, () => open(undefined), call !== undefined)

  const instead = (
    <Instead list={list} filters={filters} onClear={() => address.setFilters({})} density={density} />
  )
  const showInstead = list.loading || (list.error !== null && list.rows.length === 0) || list.total === 0
  return (
    <div className="page">
      <CallsHead views={views} filters={filters} onChange={address.setFilters}>
        <ExportCalls filters={filters} total={list.total} layout={layout} compact={phone === true} />
      </CallsHead>
      <FilterBar
        filters={filters}
        onChange={address.setFilters}
        searchRef={searchField}
        total={list.total}
        counted={list.counted}
        views={views}
        layout={layout}
        density={density}
        onDensity={setDensity}
      />
      <ViewDialog state={views} filters={filters} sort={sort} />
      <div className={c.split}>
        <div className={c.list} data-stale={list.stale || undefined}>
          {live.waiting > 0 && (
            <button type="button" className={c.pill} onClick={showNew}>
              <IconArrowUp size={14} />
              {counted(live.waiting, 'new call')}
            </button>
          )}
          {phone ? (
            <CallCards list={list} live={live} onOpen={ofCurrent(list, open)} selection={selection.forTable}>
              {showInstead ? instead : undefined}
            </CallCards>
          ) : (
            <VirtualTable
              ref={table}
              label="Calls"
              layout={layout}
              count={showInstead ? 0 : list.total}
              rowAt={list.rowAt}
              rowId={idOf}
              rowLabel={labelOf}
              density={density}
              sort={sort}
              ownSort={OWN_SORT}
              onSort={address.setSort}
              selection={selection.forTable}
              activeId={call}
              onOpen={openRow}
              onRange={list.onRange}
              onHeld={live.onHeld}
              flashes={live.flashes}
            >
              {showInstead ? instead : undefined}
            </VirtualTable>
          )}
          {selection.count > 0 && (
            <BulkBar
              count={selection.count}
              total={list.total}
              all={selection.all}
              target={selection.target}
              onAll={selection.selectAll}
              onClear={selection.clear}
              knownTags={knownTags}
            >
              <ExportSelected
                target={selection.target}
                count={selection.count}
                shown={layout.visible.map((column) => column.id)}
              />
            </BulkBar>
          )}
        </div>
        {call !== undefined && (
          <Pane phone={phone} onClose={() => open(undefined)}>
            <Suspense fallback={<SkeletonRows rows={10} height={52} />}>
              <CallView
                key={call}
                id={call}
                tab={address.tab ?? 'summary'}
                onTab={address.setTab}
                onClose={() => open(undefined)}
                neighbours={neighboursOf(list.stale ? [] : list.rows, call, open)}
              />
            </Suspense>
          </Pane>
        )}
      </div>
    </div>
  )
}

function Pane({
  phone,
  onClose,
  children,
}: {
  phone: boolean | undefined
  onClose: () => void
  children: React.ReactNode
}) {
  if (!phone) {
    return (
      <aside className={c.pane} aria-label="Open call">
        {children}
      </aside>
    )
  }
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="100%"
      withCloseButton={false}
      padding={0}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Open call' } }}
      styles={{ body: { height: '100%', display: 'flex', flexDirection: 'column' } }}
    >
      {children}
    </Drawer>
  )
}

function neighboursOf(rows: readonly CallRow[], id: string, open: (id: string) => void) {
  const at = rows.findIndex((row) => row.id === id)
  const before = at > 0 ? rows[at - 1] : undefined
  const after = at >= 0 ? rows[at + 1] : undefined
  return {
    ...(before ? { previous: () => open(before.id) } : {}),
    ...(after ? { next: () => open(after.id) } : {}),
  }
}

interface InsteadProps {
  list: ReturnType<typeof useCallList>
  filters: CallFilters
  onClear: () => void
  density: keyof typeof ROW_HEIGHT
}

/** What stands in place of rows. */
function Instead({ list, filters, onClear, density }: InsteadProps) {
  if (list.loading) return <SkeletonRows rows={18} height={ROW_HEIGHT[density]} />
  if (list.error !== null && list.rows.length === 0)
    return <ErrorState error={list.error} onRetry={list.reload} />
  if (filters.triage_mode) {
    return (
      <EmptyState icon={IconCircleCheck} title="No calls require triage at this time.">
        Every call has its outcome.
      </EmptyState>
    )
  }
  if (Object.keys(filters).length === 0) {
    return (
      <EmptyState icon={IconPhone} title="No calls yet">
        Calls appear here the moment they ring.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={IconSearchOff}
      title="No call matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Try fewer filters or other words.
    </EmptyState>
  )
}

function useListShortcuts(
  table: React.RefObject<TableHandle | null>,
  searchField: React.RefObject<HTMLInputElement | null>,
  close: () => void,
  open: boolean,
) {
  useShortcuts([
    { keys: '/', label: 'Search calls', group: 'Calls', run: () => searchField.current?.focus() },
    { keys: 'j', label: 'Next call', group: 'Calls', run: () => table.current?.move(1) },
    { keys: 'k', label: 'Previous call', group: 'Calls', run: () => table.current?.move(-1) },
    { keys: 'x', label: 'Select', group: 'Calls', run: () => table.current?.toggleCurrent(false) },
    {
      keys: 'shift+x',
      label: 'Select up to here',
      group: 'Calls',
      run: () => table.current?.toggleCurrent(true),
    },
    {
      keys: 'o',
      label: 'Open beside the list',
      group: 'Calls',
      run: () => table.current?.openCurrent(false),
    },
  ])
  useShortcuts([{ keys: 'Escape', label: 'Close the call', group: 'Calls', run: close }], open)
}
