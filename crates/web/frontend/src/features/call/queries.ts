import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CallDetail } from '@/api/types'
import { type CallPages, withUpdated } from '@/features/calls/livePages'
import { toastError } from '@/ui/toast'

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.detail(id),
    queryFn: async () => (await dataOf(api.GET('/calls/{id}', { params: { path: { id } } }))).call,
  })

/** Last calls with the same person or number. */
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.history(id),
    queryFn: async () => (await dataOf(api.GET('/calls/{id}/history', { params: { path: { id } } }))).data,
  })

/** Open promises to a customer, whichever call they came from. */
export const openFollowUpsQuery = (customer: string) =>
  queryOptions({
    queryKey: keys.followUps.list({ contact_id: customer, status: ['open'], limit: 5 }),
    queryFn: async () =>
      (
        await dataOf(
          api.GET('/followups', { params: { query: { contact_id: customer, status: ['open'], limit: 5 } } }),
        )
      ).data,
  })

/** The version that an edit was made on, as If-Match wants it. */
export function etagOf({ version }: { version: number }): string {
  return `"${version}"`
}

/** Shows a call that the server has just answered with, here and in every list that holds it. */
export function rememberCall(client: QueryClient, call: CallDetail): void {
  client.setQueryData(keys.calls.detail(call.id), call)
  client.setQueriesData<CallPages>({ queryKey: keys.calls.lists }, (pages) =>
    pages ? withUpdated(pages, call) : pages,
  )
}

/** A change that is made at once (tags, contact): the answer becomes the call that is shown. */
export function useCallChange<T>(change: (input: T) => Promise<CallDetail>, failure: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (call) => rememberCall(client, call),
    onError: (error) => toastError(error, failure),
  })
}
