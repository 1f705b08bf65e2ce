import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CustomerQuery } from '@/api/types'

/** Fewer characters match nearly everything, and the server refuses them. */
export const LEAST_LETTERS = 3
const PAGE = 100
const SUGGESTED = 6

/** Customers found by a name or by any part of a number. */
export const customerSearchQuery = (search: string) =>
  queryOptions({
    queryKey: keys.customers.list({ search, limit: SUGGESTED }),
    queryFn: async () =>
      (await dataOf(api.GET('/customers', { params: { query: { search, limit: SUGGESTED } } }))).data,
    enabled: search.trim().length >= LEAST_LETTERS,
  })

/** The list in pages; the first one knows how many there are. */
export const customersQuery = (query: CustomerQuery) =>
  infiniteQueryOptions({
    queryKey: keys.customers.list(query),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/customers', {
          params: {
            query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : { with_total: true }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
    placeholderData: keepPreviousData,
  })

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: keys.customers.detail(id),
    queryFn: () => dataOf(api.GET('/customers/{id}', { params: { path: { id } } })),
  })

/** What happened with a customer, newest first. */
export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.customers.timeline(id),
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/customers/{id}/timeline', {
          params: { path: { id }, query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
  })
