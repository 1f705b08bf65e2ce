import { linkOptions } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Export } from '@/api/types'
import type { ActivityAction, ActivityItem, ActivityState } from '@/features/activity/item'
import { download, isRunning } from './queries'

const NEWEST = 10

const STATE: Record<Export['status'], ActivityState> = {
  processing: 'running',
  ready: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  removed: 'completed',
}

/** The newest exports that the signed-in member asked for. */
export async function loadExports(): Promise<ActivityItem[]> {
  const { data } = await dataOf(api.GET('/exports', { params: { query: { mine: true, limit: NEWEST } } }))
  return data.map(itemOfExport)
}

/** An export as the activity list shows it. */
export function itemOfExport(one: Export): ActivityItem {
  const fetchIt: ActivityAction = { label: 'Download', run: () => download(one.id) }
  return {
    id: one.id,
    title: `Export to ${one.format.toUpperCase()}`,
    page: linkOptions({ to: '/exports', search: { export: one.id } }),
    state: STATE[one.status],
    done: one.done,
    skipped: 0,
    total: one.total,
    createdAt: one.created_at,
    finishedAt: one.finished_at,
    error: one.error,
    stopping: false,
    // Exports that this page asked for say so themselves, with the file.
    said: undefined,
    ...(isRunning(one) ? { cancel: stop(one.id) } : {}),
    actions: one.status === 'ready' ? [fetchIt] : [],
  }
}

function stop(id: string): ActivityAction {
  return {
    label: 'Stop',
    run: async (client) => {
      await api.DELETE('/exports/{id}', { params: { path: { id } } })
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.activity.all }),
        client.invalidateQueries({ queryKey: keys.exports.all }),
      ])
    },
  }
}
