import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { CallView } from '@/api/types'
import { type CallFilters, type CallTab, filtersOf } from './search'
import { addressOf } from './views/views'

const route = getRouteApi('/desk/calls')

/** The address of the calls page as state: filters, order, and the open call. */
export function useCallsAddress() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filters = useMemo(() => filtersOf(search), [search])
  // Opening a call changes the address too; the list must not notice. Equal filters keep their identity.
  const text = JSON.stringify(filters)
  const stable = useMemo(() => JSON.parse(text) as CallFilters, [text])

  const setFilters = useCallback(
    (next: CallFilters) =>
      void navigate({
        search: ({ sort, view, call, tab }) => ({ ...next, ...given({ sort, view, call, tab }) }),
        replace: true,
      }),
    [navigate],
  )
  const openView = useCallback(
    (view: CallView | undefined) =>
      void navigate({
        search: ({ call, tab }) => ({ ...(view ? addressOf(view) : {}), ...given({ call, tab }) }),
      }),
    [navigate],
  )
  const setSort = useCallback(
    (sort: string | undefined) =>
      void navigate({
        search: ({ sort: _old, ...rest }) => ({ ...rest, ...given({ sort }) }),
        replace: true,
      }),
    [navigate],
  )
  const open = useCallback(
    (call: string | undefined) =>
      void navigate({
        search: ({ call: _call, tab, ...rest }) => (call ? { ...rest, ...given({ tab }), call } : rest),
        replace: true,
      }),
    [navigate],
  )
  const setTab = useCallback(
    (tab: CallTab) => void navigate({ search: (before) => ({ ...before, tab }), replace: true }),
    [navigate],
  )
  return {
    filters: stable,
    sort: search.sort,
    view: search.view,
    call: search.call,
    tab: search.tab,
    setFilters,
    openView,
    setSort,
    open,
    setTab,
  }
}

function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}
