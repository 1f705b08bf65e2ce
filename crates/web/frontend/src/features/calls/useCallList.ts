import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CallRow } from '@/api/types'
import { type CallPages, FlatRows } from './livePages'
import { OldPages, readAnew, withPage } from './readAnew'
import type { CallFilters } from './search'

/** Largest page that the server gives. */
const PAGE = 100
/** Rows loaded beyond the last visible one. */
const AHEAD = 300

/** The list's own order: newest first. */
export const OWN_SORT = '-time'

export interface CallList {
  queryKey: readonly unknown[]
  rows: readonly CallRow[]
  rowAt: (index: number) => CallRow | undefined
  /** All that match on the server. */
  total: number
  /** Whether the total is known yet. */
  counted: boolean
  loading: boolean
  /** Shown rows belong to the filters before; the new ones are on their way. */
  stale: boolean
  /** A page is on its way. */
  fetching: boolean
  error: unknown
  reload: () => void
  /** Reads anew what is on screen, and the rest when it comes there: many calls have changed at once. */
  readShown: () => Promise<void>
  onRange: (first: number, end: number) => void
}

/** Does nothing while the rows on screen are those of another list: nobody means them any more. */
export function ofCurrent<Args extends unknown[]>(
  { stale }: Pick<CallList, 'stale'>,
  act: (...args: Args) => void,
): (...args: Args) => void {
  return stale ? () => undefined : act
}

/** A list of calls that loads page after page, always some screens ahead of where somebody looks. */
export function useCallList(filters: CallFilters, sort: string | undefined): CallList {
  const query = useMemo(() => ({ ...filters, sort: sort ?? OWN_SORT }), [filters, sort])
  const queryKey = useMemo(() => keys.calls.list(query), [query])
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => readPage(query, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
    // Thousands of rows, kept current by live messages: never load them again by the clock, nor compare them deeply.
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  const total = useTotal(filters)
  const flat = useRef(new FlatRows())
  const rows = flat.current.of(pages.data?.pages ?? [])

  const { readShown, onShown } = useReading(query, queryKey)

  const { fetchNextPage, hasNextPage, isFetching, isError } = pages
  const [wanted, setWanted] = useState(0)
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && wanted + AHEAD > rows.length) void fetchNextPage()
  }, [wanted, rows.length, hasNextPage, isFetching, isError, fetchNextPage])

  return {
    queryKey,
    rows,
    rowAt: useCallback((index: number) => rows[index], [rows]),
    total: hasNextPage ? Math.max(total ?? 0, rows.length + 1) : rows.length,
    counted: total !== undefined || !hasNextPage,
    loading: pages.isPending,
    stale: pages.isPlaceholderData,
    fetching: isFetching,
    error: pages.error,
    reload: () => void pages.refetch(),
    readShown,
    onRange: useCallback(
      (first: number, end: number) => {
        onShown(first, end)
        setWanted(end)
      },
      [onShown],
    ),
  }
}

/** Reads loaded pages again, those on screen first; the others are remembered as old until somebody looks at them. */
function useReading(query: CallFilters & { sort: string }, queryKey: readonly unknown[]) {
  const client = useQueryClient()
  const shown = useRef({ first: 0, end: 0 })
  const old = useRef(new OldPages())
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is not old
  useEffect(() => {
    old.current = new OldPages()
  }, [queryKey])

  const readOld = useCallback(
    () =>
      old.current.read(
        () => client.getQueryData<CallPages>(queryKey),
        () => shown.current,
        async (data, index) => {
          const reading = await readAnew(data, index, (cursor) => readPage(query, cursor))
          client.setQueryData<CallPages>(queryKey, (now) => now && withPage(now, reading))
        },
      ),
    [client, query, queryKey],
  )

  const readShown = useCallback(() => {
    const data = client.getQueryData<CallPages>(queryKey)
    if (data) old.current.mark(data)
    return readOld()
  }, [client, queryKey, readOld])

  const onShown = useCallback(
    (first: number, end: number) => {
      shown.current = { first, end }
      // A read that fails leaves the pages old; the next look reads again.
      if (old.current.any()) void readOld().catch(() => undefined)
    },
    [readOld],
  )
  return { readShown, onShown }
}

function readPage(query: CallFilters & { sort: string }, cursor: string | undefined, signal?: AbortSignal) {
  const page = { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) }
  return dataOf(api.GET('/calls', { params: { query: page }, ...(signal ? { signal } : {}) }))
}

function useTotal(filters: CallFilters): number | undefined {
  return useQuery({
    queryKey: keys.calls.count(filters),
    queryFn: () => dataOf(api.GET('/calls/count', { params: { query: filters } })),
    placeholderData: keepPreviousData,
  }).data?.total
}
