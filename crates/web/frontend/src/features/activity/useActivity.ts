import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { keys } from '@/api/keys'
import { useMe } from '@/api/session'
import { toast, toastError, toastFailure, toastUndo } from '@/ui/toast'
import { type ActivityItem, ended, isOver } from './item'
import { ACTIVITY_SOURCES } from './sources'

/** How often work that is under way is looked at. */
const LOOK_MS = 1000

/** Running and recent work of the signed-in member, the newest first. */
export function useActivity(): { items: readonly ActivityItem[]; loading: boolean; error: unknown } {
  const { permissions, member } = useMe()
  const sources = ACTIVITY_SOURCES.filter(({ permission }) => permissions.includes(permission))
  return useQueries({
    queries: sources.map(({ name, load }) => ({
      queryKey: keys.activity.source(name),
      queryFn: () => load(member.id),
      refetchInterval: (query: { state: { data?: ActivityItem[] | undefined } }) =>
        query.state.data?.some((item) => !isOver(item)) ? LOOK_MS : (false as const),
    })),
    combine: (results) => ({
      items: results
        .flatMap((result) => result.data ?? [])
        .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
      loading: results.some((result) => result.isPending),
      error: results.find((result) => result.isError)?.error,
    }),
  })
}

/** Says when work of this page ended, and offers to take it back. Mounted once, by the shell. */
export function useActivityNews(): void {
  const client = useQueryClient()
  const { items, loading } = useActivity()
  const before = useRef<readonly ActivityItem[]>(undefined)
  useEffect(() => {
    if (loading) return
    for (const item of ended(before.current, items)) {
      const { undo, said } = item
      if (said === undefined) continue
      if (item.state === 'failed') toastFailure(`${item.title} did not work`, item.error ?? '')
      else if (undo) toastUndo(said, () => void undo.run(client).catch((error) => toastError(error)))
      else toast(said)
    }
    before.current = items
  }, [items, loading, client])
}
