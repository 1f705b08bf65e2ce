import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Import } from '@/api/types'
import { versioned } from '../queries'
import { AT_WORK } from './words'

const POLL_MS = 1000

/** All imports, newest first; asked again while one of them is at work. */
export const importsQuery = infiniteQueryOptions({
  queryKey: keys.imports.list,
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) =>
    dataOf(api.GET('/imports', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  getNextPageParam: (page) => page.next_cursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some((page) => page.data.some((one) => AT_WORK.includes(one.state)))
      ? POLL_MS * 2
      : false,
})

export type VersionedImport = Import & { version: number }

/** One import with its version; asked again while the server is at work on it. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: keys.imports.detail(id),
    queryFn: async () => versioned(await api.GET('/imports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && AT_WORK.includes(state.data.state) ? POLL_MS : false),
  })

export const previewQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [...keys.imports.detail(id), 'preview', version],
    queryFn: async () => (await dataOf(api.GET('/imports/{id}/preview', { params: { path: { id } } }))).data,
  })

export const keptQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.imports.detail(id), 'kept'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/imports/{id}/kept', {
          params: { path: { id }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  })
