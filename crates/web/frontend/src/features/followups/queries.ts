import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { FollowUpQuery } from '@/api/types'

const PAGE = 50

/** The list in pages; the first one knows how many there are. */
export const followUpsQuery = (query: FollowUpQuery) =>
  infiniteQueryOptions({
    queryKey: keys.followUps.list(query),
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/followups', {
          params: {
            query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : { with_total: true }) },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
    placeholderData: keepPreviousData,
  })

/** How many a query finds, for the numbers on tabs. */
export const followUpTotalQuery = (query: FollowUpQuery) =>
  queryOptions({
    queryKey: [...keys.followUps.all, 'total', query],
    queryFn: async () =>
      (await dataOf(api.GET('/followups', { params: { query: { ...query, limit: 1, with_total: true } } })))
        .total ?? 0,
  })
