import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CallDetail } from '@/api/types'
import { toastError } from '@/ui/toast'

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.detail(id),
    queryFn: async () => (await dataOf(api.GET('/calls/{id}', { params: { path: { id } } }))).call,
  })

/** The version that an edit was made on, as If-Match wants it. */
export function etagOf({ version }: { version: number }): string {
  return `"${version}"`
}

/** A change that is made at once (tags, contact): the answer becomes the call that is shown. */
export function useCallChange<T>(id: string, change: (input: T) => Promise<CallDetail>, failure: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (call) => client.setQueryData(keys.calls.detail(id), call),
    onError: (error) => toastError(error, failure),
  })
}
