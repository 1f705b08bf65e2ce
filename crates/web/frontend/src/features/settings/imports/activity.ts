import { linkOptions } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Import } from '@/api/types'
import type { ActivityAction, ActivityItem, ActivityState } from '@/features/activity/item'
import { counted } from '@/lib/counted'
import { AT_WORK } from './words'

const TITLE: Partial<Record<Import['state'], string>> = {
  checking: 'Dry run',
  checked: 'Dry run',
  rolling_back: 'Roll back',
  rolled_back: 'Roll back',
  rollback_stopped: 'Roll back',
}

const STATE: Partial<Record<Import['state'], ActivityState>> = {
  checking: 'running',
  importing: 'running',
  rolling_back: 'running',
  stopped: 'cancelled',
  rollback_stopped: 'cancelled',
  failed: 'failed',
}

/** The newest imports whose file the signed-in member brought. */
export async function loadImports(member: string): Promise<ActivityItem[]> {
  const { data } = await dataOf(api.GET('/imports'))
  return data.filter((one) => isWorkOf(one, member)).map(itemOfImport)
}

/** Whether an import is a member's work that has begun. */
export function isWorkOf(
  { created_by, state }: Pick<Import, 'created_by' | 'state'>,
  member: string,
): boolean {
  return created_by === member && state !== 'receiving' && state !== 'ready'
}

/** An import as the activity list shows it. */
export function itemOfImport(one: Import): ActivityItem {
  const atWork = AT_WORK.includes(one.state)
  const back = one.state === 'rolling_back' || one.state === 'rolled_back' || one.state === 'rollback_stopped'
  const rows = one.progress?.rows ?? (back ? one.rollback.removed : one.counts.rows)
  const what = `${TITLE[one.state] ?? 'Import'}: ${one.file_name}`
  return {
    id: one.id,
    title: what,
    page: linkOptions({
      to: '/settings/$section',
      params: { section: 'imports' },
      search: { import: one.id },
    }),
    state: STATE[one.state] ?? 'completed',
    done: rows,
    skipped: 0,
    total: one.progress?.total,
    createdAt: one.progress?.started_at ?? one.started_at ?? one.created_at,
    finishedAt: atWork ? undefined : (one.progress?.finished_at ?? one.rolled_back_at ?? one.imported_at),
    error: one.progress?.error,
    stopping: one.progress?.stopping ?? false,
    // The report of a dry run, which has counted the rows, is no part of the list.
    said: one.state === 'checked' ? `${what} is done` : `${what}, ${counted(rows, back ? 'call' : 'row')}`,
    ...(atWork ? { cancel: stop(one.id) } : {}),
    actions: [],
  }
}

function stop(id: string): ActivityAction {
  return {
    label: 'Stop',
    run: async (client) => {
      await dataOf(api.POST('/imports/{id}/stop', { params: { path: { id } } }))
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.activity.all }),
        client.invalidateQueries({ queryKey: keys.imports.all }),
      ])
    },
  }
}
