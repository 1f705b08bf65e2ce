import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { dispositionsQuery, membersQuery } from '@/api/session'
import type { Option } from './filterFields'

/** Options of the filters that a workspace defines: its dispositions, members and tags. */
export function useFilterOptions(): (name: string) => readonly Option[] {
  const { data: dispositions } = useQuery(dispositionsQuery)
  const { data: members } = useQuery(membersQuery)
  const { data: tags } = useQuery({
    queryKey: keys.calls.tags(''),
    queryFn: async () => (await dataOf(api.GET('/calls/tags', { params: { query: {} } }))).data,
  })
  return useCallback(
    (name) => {
      switch (name) {
        case 'disposition':
          return [
            { value: 'none', label: 'None yet' },
            ...(dispositions ?? []).map(({ key, label }) => ({ value: key, label })),
          ]
        case 'agent_id':
          return (members ?? []).map(({ id, name: label }) => ({ value: id, label }))
        case 'tag':
          return (tags ?? []).map((tag) => ({ value: tag, label: tag }))
        default:
          return []
      }
    },
    [dispositions, members, tags],
  )
}
