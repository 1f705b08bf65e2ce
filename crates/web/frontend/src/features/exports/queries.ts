import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Export, NewExport } from '@/api/types'
import { toast, toastError } from '@/ui/toast'

const PAGE = 30
/** How often a page asks how far an export is. */
const ASK_MS = 1000

/** Everybody's exports, newest first; asks again while one of them is written. */
export const exportsQuery = infiniteQueryOptions({
  queryKey: keys.exports.list,
  queryFn: ({ pageParam }) =>
    dataOf(
      api.GET('/exports', {
        params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
  refetchInterval: ({ state }) =>
    state.data?.pages.some((page) => page.data.some(isRunning)) ? ASK_MS : false,
})

/** One export; asks again while it is written. */
export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: keys.exports.detail(id),
    queryFn: () => dataOf(api.GET('/exports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? ASK_MS : false),
  })

export function isRunning(one: Pick<Export, 'status'>): boolean {
  return one.status === 'processing'
}

/** Exports that this page has asked for and that nobody has been told of yet. */
const waitedFor = new Set<string>()

/** Whether this page waits for the export; the answer is yes once. */
export function takeWaitedFor(id: string): boolean {
  return waitedFor.delete(id)
}

/** The dialog shows the export itself, so no message is needed. */
export function stopWaitingFor(id: string): void {
  waitedFor.delete(id)
}

export function waitFor(id: string): void {
  waitedFor.add(id)
}

export function useAskForExport(onAsked: (id: string) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewExport) => dataOf(api.POST('/calls/export', { body })),
    onSuccess: ({ job_id, export: asked }) => {
      client.setQueryData(keys.exports.detail(job_id), asked)
      void client.invalidateQueries({ queryKey: keys.exports.list })
      void client.invalidateQueries({ queryKey: keys.activity.all })
      onAsked(job_id)
    },
  })
}

/** Stops an export that runs; removes the file of one that is ready. */
export function useRemoveExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (one: Export) => {
      await api.DELETE('/exports/{id}', { params: { path: { id: one.id } } })
      return one
    },
    onSuccess: (one) => {
      stopWaitingFor(one.id)
      toast(isRunning(one) ? 'The export stops' : 'The file was removed')
    },
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: keys.exports.all }),
  })
}

/** Fetches the file by a link that was made this moment: one that was shown for a while may be too old. */
export async function download(id: string): Promise<void> {
  try {
    const one = await dataOf(api.GET('/exports/{id}', { params: { path: { id } } }))
    if (!one.download_url) throw new Error('The file is not there any more.')
    window.location.assign(one.download_url)
  } catch (error) {
    toastError(error, 'The file could not be fetched')
  }
}
