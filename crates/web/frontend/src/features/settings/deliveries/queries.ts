import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'

const PAGE = 50

/** Mail that waits for somebody who can send it, oldest first. */
export const waitingMailQuery = queryOptions({
  queryKey: keys.settings.section('mail'),
  queryFn: () => dataOf(api.GET('/deliveries/mail', { params: { query: { limit: PAGE } } })),
})

/** Mail that failed, or of which nobody knows whether it went out, newest first. */
export const lostMailQuery = infiniteQueryOptions({
  queryKey: keys.settings.section('lost-mail'),
  queryFn: ({ pageParam }) =>
    dataOf(
      api.GET('/mail', {
        params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
})

/** What was given up, newest first. Live messages about settings refresh it. */
export const deadDeliveriesQuery = infiniteQueryOptions({
  queryKey: keys.settings.section('deliveries'),
  queryFn: ({ pageParam }) =>
    dataOf(
      api.GET('/deliveries/dead', {
        params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
})
