import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { ApiError } from '@/api/problem'

export const hoursQuery = queryOptions({
  queryKey: keys.settings.section('business-hours'),
  queryFn: () => dataOf(api.GET('/settings/business-hours')),
})

export const slaRulesQuery = queryOptions({
  queryKey: keys.settings.section('sla-rules'),
  queryFn: () => dataOf(api.GET('/settings/sla-rules')),
})

export const wallboardQuery = queryOptions({
  queryKey: keys.settings.section('wallboard'),
  queryFn: () => dataOf(api.GET('/settings/wallboard')),
})

export const mediaQuery = queryOptions({
  queryKey: keys.settings.section('media'),
  queryFn: () => dataOf(api.GET('/settings/media')),
})

/** How much of each class of media there is. */
export const mediaKeptQuery = queryOptions({
  queryKey: keys.settings.section('media-kept'),
  queryFn: () => dataOf(api.GET('/settings/media/kept')),
})

/** The catalogue with its version; pickers use the plain list of api/session. */
export const catalogueQuery = queryOptions({
  queryKey: keys.settings.section('disposition-catalogue'),
  queryFn: () => dataOf(api.GET('/settings/disposition-rules')),
})

/** The workspace with its version, which this answer carries in its ETag. */
export const workspaceQuery = queryOptions({
  queryKey: keys.settings.section('workspace'),
  queryFn: async () => versioned(await api.GET('/settings/workspace')),
})

/** An answer together with the version of its ETag; 0 where there is none. */
export function versioned<T>({ data, response }: { data?: T; response: Response }): T & { version: number } {
  if (data === undefined) throw new ApiError({ status: 502, title: 'The server sent no answer' })
  return { ...data, version: Number(response.headers.get('etag')?.replace(/\D/g, '') || 0) }
}

/** Members with those who left. */
export const allMembersQuery = queryOptions({
  queryKey: [...keys.members, 'all'],
  queryFn: async () =>
    (await dataOf(api.GET('/members', { params: { query: { include_inactive: true } } }))).data,
})

export const apiKeysQuery = queryOptions({
  queryKey: keys.settings.section('api-keys'),
  queryFn: async () => (await dataOf(api.GET('/api-keys'))).data,
})

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: async () => (await dataOf(api.GET('/auth/sessions'))).data,
})
