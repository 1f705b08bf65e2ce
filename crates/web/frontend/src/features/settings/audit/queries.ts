import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { paths } from '@/api/schema'

export type AuditQuery = Omit<NonNullable<paths['/audit']['get']['parameters']['query']>, 'cursor' | 'limit'>

const PAGE = 50

/** Who changed what, newest first. */
export const auditQuery = (query: AuditQuery) =>
  infiniteQueryOptions({
    queryKey: keys.audit(query),
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/audit', {
          params: { query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
  })
