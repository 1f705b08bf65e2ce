import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { ContactChannel } from '@/api/types'
import { toastError } from '@/ui/toast'

/** Whose consent is looked at: a customer, or a number that nobody has yet. */
export type Party = { customer_id: string } | { number: string }

const PAGE = 50

/** May the other party of a call be called and texted? Hours come and go, so it is asked again every few minutes. */
export const callPermissionQuery = (call: string) =>
  queryOptions({
    queryKey: keys.consent.call(call),
    queryFn: () => dataOf(api.GET('/calls/{id}/contact-permission', { params: { path: { id: call } } })),
    staleTime: 60_000,
    refetchInterval: 5 * 60_000,
  })

export const permissionQuery = (party: Party, channel: ContactChannel) =>
  queryOptions({
    queryKey: keys.consent.permission(party, channel),
    queryFn: () => dataOf(api.GET('/contact-permission', { params: { query: { ...party, channel } } })),
    staleTime: 60_000,
    refetchInterval: 5 * 60_000,
  })

export const consentQuery = (party: Party) =>
  queryOptions({
    queryKey: keys.consent.overview(party),
    queryFn: () => dataOf(api.GET('/consent', { params: { query: party } })),
  })

export const ledgerQuery = (party: Party) =>
  infiniteQueryOptions({
    queryKey: keys.consent.ledger(party),
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/consent/ledger', {
          params: { query: { ...party, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
  })

/** The do-not-contact list in pages. */
export const marksQuery = (search: string, lifted: boolean) =>
  infiniteQueryOptions({
    queryKey: keys.consent.marks(search, lifted),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/dnc', {
          params: {
            query: {
              limit: PAGE,
              lifted,
              ...(search.length >= 3 ? { search } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
    placeholderData: keepPreviousData,
  })

export const blockedQuery = infiniteQueryOptions({
  queryKey: keys.consent.blocked,
  queryFn: ({ pageParam }) =>
    dataOf(
      api.GET('/blocked-numbers', {
        params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
})

/** Everything that a change of consent makes old. */
export function forgetConsent(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: keys.consent.all }),
    client.invalidateQueries({ queryKey: keys.customers.all }),
    client.invalidateQueries({ queryKey: ['calls', 'detail'] }),
  ])
}

/** A change of consent; what it makes old is read anew, and why it failed is said. */
export function useConsentChange<I, O>(change: (input: I) => Promise<O>, failure: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => forgetConsent(client),
    onError: (error) => toastError(error, failure),
  })
}
