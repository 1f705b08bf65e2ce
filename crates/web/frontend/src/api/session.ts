import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api, dataOf } from './client'
import { keys } from './keys'
import type { Me } from './types'

/** Who is signed in; fails with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: () => dataOf(api.GET('/auth/me')),
  staleTime: 5 * 60_000,
  retry: false,
})

/** The signed-in member. Only below the signed-in part of the routes, which has loaded it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** What a role allows, in the server's words. */
export type Permission =
  | 'read_calls'
  | 'read_customers'
  | 'read_settings'
  | 'work_calls'
  | 'edit_customers'
  | 'read_audit'
  | 'run_simulator'
  | 'download'
  | 'supervise'
  | 'manage_settings'
  | 'manage_members'
  | 'manage_api_keys'
  | 'manage_owners'
  | 'override_do_not_contact'
  | 'export'
  | 'import'

/** Whether the signed-in member may do something. The server decides anyway; this hides what would be refused. */
export function useCan(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}

/** Names and roles of the workspace's members, for pickers. */
export const membersQuery = queryOptions({
  queryKey: keys.members,
  queryFn: async () => (await dataOf(api.GET('/members'))).data,
  staleTime: 5 * 60_000,
})

/** The results that a call can be given, in the order of the picker. */
export const dispositionsQuery = queryOptions({
  queryKey: keys.settings.section('dispositions'),
  queryFn: async () => {
    const { data } = await dataOf(api.GET('/settings/disposition-rules'))
    return data.toSorted((a, b) => a.position - b.position)
  },
  staleTime: 5 * 60_000,
})

/** Label of a disposition by its key; retired ones keep their label. */
export function useDispositionLabel(): (key: string) => string {
  const { data } = useQuery(dispositionsQuery)
  return (key) => data?.find((disposition) => disposition.key === key)?.label ?? key
}
