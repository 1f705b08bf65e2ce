import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconPlus, IconUsers } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useCan } from '@/api/session'
import type { CustomerRow } from '@/api/types'
import { useShortcuts } from '@/lib/shortcuts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { useTableLayout } from '@/ui/table/columns'
import { type TableHandle, VirtualTable } from '@/ui/table/VirtualTable'
import { CustomerCards } from './CustomerCards'
import { CustomerFilters } from './CustomerFilters'
import { CUSTOMER_COLUMNS } from './columns'
import c from './customers.module.css'
import { NewCustomerDialog } from './NewCustomerDialog'
import { customersQuery } from './queries'
import { changed, isFiltered, NO_FILTERS, OWN_SORT, queryOf, type SearchChange } from './search'

/** Rows loaded beyond the last visible one. */
const AHEAD = 150

/** Everybody the shop has to do with. */
export function CustomersPage() {
  const search = useSearch({ from: '/desk/customers' })
  const navigate = useNavigate()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const mayEdit = useCan('edit_customers')
  const [creating, setCreating] = useState(false)
  const query = useMemo(() => queryOf(search), [search])
  const list = useInfiniteQuery(customersQuery(query))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data])
  const layout = useTableLayout('customers.columns', CUSTOMER_COLUMNS)
  const table = useRef<TableHandle>(null)
  const total = list.data?.pages[0]?.total ?? rows.length

  const go = (change: SearchChange) =>
    void navigate({ to: '/customers', search: changed(search, change), replace: true })
  const open = useCallback(
    (customer: CustomerRow) => void navigate({ to: '/customers/$id', params: { id: customer.id } }),
    [navigate],
  )
  const { hasNextPage, isFetching, isError, fetchNextPage } = list
  const onRange = useCallback(
    (_first: number, end: number) => {
      if (hasNextPage && !isFetching && !isError && end + AHEAD > rows.length) void fetchNextPage()
    },
    [hasNextPage, isFetching, isError, fetchNextPage, rows.length],
  )
  const group = 'Customers'
  useShortcuts([
    { keys: 'j', label: 'Next', group, run: () => table.current?.move(1) },
    { keys: 'k', label: 'Previous', group, run: () => table.current?.move(-1) },
    { keys: 'Enter', label: 'Open', group, run: () => table.current?.openCurrent(true) },
    {
      keys: '/',
      label: 'Search',
      group,
      run: () => document.querySelector<HTMLInputElement>('#customer-search')?.focus(),
    },
  ])
  useShortcuts(
    [{ keys: 'n', label: 'New customer', group, run: () => setCreating(true) }],
    mayEdit && !creating,
  )

  const instead = list.isPending ? (
    <SkeletonRows rows={16} />
  ) : list.isError && rows.length === 0 ? (
    <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  ) : rows.length === 0 ? (
    <Nobody filtered={isFiltered(search)} onClear={() => go(NO_FILTERS)} />
  ) : undefined

  return (
    <div className="page">
      <div className="page-head">
        <h1>Customers</h1>
        {list.data && <span className={`${c.count} num`}>{total.toLocaleString('en-US')}</span>}
        <span className="grow" />
        {mayEdit && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setCreating(true)}>
            New customer
          </Button>
        )}
      </div>
      <CustomerFilters search={search} onChange={go} />
      <div className={`page-body ${c.tableBody}`} data-stale={list.isPlaceholderData || undefined}>
        {phone ? (
          (instead ?? <CustomerCards rows={rows} onOpen={open} onRange={onRange} />)
        ) : (
          <VirtualTable
            ref={table}
            label="Customers"
            layout={layout}
            count={hasNextPage ? Math.max(total, rows.length) : rows.length}
            rowAt={(index) => rows[index]}
            rowId={(customer) => customer.id}
            rowLabel={(customer) => customer.name}
            density="regular"
            sort={search.sort}
            ownSort={OWN_SORT}
            onSort={(sort) => go({ sort })}
            onOpen={open}
            onRange={onRange}
          >
            {instead}
          </VirtualTable>
        )}
      </div>
      {creating && <NewCustomerDialog onClose={() => setCreating(false)} />}
    </div>
  )
}

function Nobody({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered)
    return (
      <EmptyState title="No customers yet" icon={IconUsers}>
        Link a call to a name, or add the first one.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Nobody matches"
      icon={IconUsers}
      action={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Any part of a name, company, e-mail or number finds a customer.
    </EmptyState>
  )
}
