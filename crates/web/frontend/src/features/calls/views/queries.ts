import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CallView, CallViewCount, CallViewList, CallViewPatch, NewCallView } from '@/api/types'
import { toast, toastError, toastUndo } from '@/ui/toast'
import { inOrder, moved, pinned } from './views'

/** The saved views that the member sees. */
export const viewsQuery = queryOptions({
  queryKey: keys.calls.views,
  queryFn: () => dataOf(api.GET('/calls/views')),
  staleTime: 5 * 60_000,
})

/** All saved views in the member's order. */
export function useViews(): CallView[] {
  const { data } = useQuery(viewsQuery)
  return useMemo(() => inOrder(data), [data])
}

/** How many calls the tabs hold. Live messages refresh it; the interval is for what time alone changes. */
export function useViewCounts(): ReadonlyMap<string, CallViewCount> {
  const { data } = useQuery({
    queryKey: keys.calls.viewCounts,
    queryFn: () => dataOf(api.GET('/calls/views/counts')),
    refetchInterval: 60_000,
  })
  return useMemo(() => new Map((data?.data ?? []).map((count) => [count.view_id, count])), [data])
}

/** Everything that can be done with views, each with its word to the user. */
export function useViewActions() {
  const client = useQueryClient()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: keys.calls.views })
    void client.invalidateQueries({ queryKey: keys.calls.viewCounts })
  }
  const create = useMutation({
    mutationFn: (body: NewCallView) => dataOf(api.POST('/calls/views', { body })),
    onSuccess: refresh,
  })
  const edit = useMutation({
    mutationFn: ({ view, patch }: { view: CallView; patch: CallViewPatch }) =>
      dataOf(
        api.PATCH('/calls/views/{id}', {
          params: { path: { id: view.id }, header: { 'If-Match': `"${view.version}"` } },
          body: patch,
        }),
      ),
    onSuccess: refresh,
  })
  const arrange = async (views: readonly CallView[]) => {
    const before = client.getQueryData(viewsQuery.queryKey)
    const placed = views.map((view, position) => ({ ...view, position }))
    const list: CallViewList = {
      user_views: placed.filter((view) => !view.is_team_view),
      team_views: placed.filter((view) => view.is_team_view),
    }
    client.setQueryData(viewsQuery.queryKey, list)
    try {
      const data = views.map(({ id, pinned: tab }) => ({ id, pinned: tab }))
      await api.PUT('/calls/views/arrangement', { body: { data } })
      void client.invalidateQueries({ queryKey: keys.calls.viewCounts })
    } catch (error) {
      client.setQueryData(viewsQuery.queryKey, before)
      toastError(error, 'The views stay as they were')
    }
  }
  const restore = async (view: CallView) => {
    try {
      await api.POST('/calls/views/{id}/restore', { params: { path: { id: view.id } } })
      await refresh()
    } catch (error) {
      toastError(error, 'The view is gone')
    }
  }
  return {
    create,
    edit,
    /** Makes a view one of the tabs, or not. */
    pin: (views: readonly CallView[], view: CallView, tab: boolean) => arrange(pinned(views, view.id, tab)),
    /** Moves a view one place. */
    move: (views: readonly CallView[], view: CallView, by: -1 | 1) => arrange(moved(views, view.id, by)),
    /** Changes a view and says so. */
    change: async (view: CallView, patch: CallViewPatch, done: string) => {
      try {
        await edit.mutateAsync({ view, patch })
        toast(done)
      } catch (error) {
        void refresh()
        toastError(error)
      }
    },
    /** Removes a view and offers it back. */
    remove: async (view: CallView) => {
      try {
        await api.DELETE('/calls/views/{id}', { params: { path: { id: view.id } } })
        await refresh()
        toastUndo(`View "${view.name}" is removed`, () => void restore(view))
      } catch (error) {
        toastError(error)
      }
    },
  }
}

export type ViewActions = ReturnType<typeof useViewActions>
