import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { BulkJob } from '@/api/types'
import { counted } from '@/lib/counted'
import type { ActivityAction, ActivityItem } from './item'

/** The newest changes of many calls that the signed-in member asked for. */
export async function loadBulkJobs(): Promise<ActivityItem[]> {
  const query = { mine: true, limit: 10 }
  const { data } = await dataOf(api.GET('/bulk-jobs', { params: { query } }))
  return data.map(itemOfBulkJob)
}

/** A change of many calls as the activity list shows it. */
export function itemOfBulkJob(job: BulkJob): ActivityItem {
  const { total, done, skipped } = job.progress
  const over = job.finished_at !== undefined
  const undo = job.undo_until === undefined ? undefined : posting('Undo', job.id, 'undo')
  return {
    id: job.id,
    title: job.kind === 'bulk_undo' ? `Take back: ${job.what}` : job.what,
    state: job.status,
    done,
    skipped,
    total,
    createdAt: job.created_at,
    finishedAt: job.finished_at,
    error: job.error,
    stopping: job.cancel_requested && !over,
    said: saidOf(job),
    ...(over ? {} : { cancel: posting('Stop', job.id, 'cancel') }),
    ...(undo ? { undo } : {}),
    actions: undo ? [undo] : [],
    ...(skipped > 0
      ? { details: { label: `${skipped.toLocaleString('en-US')} left as they were`, job: job.id } }
      : {}),
  }
}

function saidOf(job: BulkJob): string {
  const { done, skipped } = job.progress
  const calls = counted(done, 'call')
  const left = skipped > 0 ? `, ${skipped.toLocaleString('en-US')} left as they were` : ''
  if (job.kind === 'bulk_undo') return `Taken back on ${calls}${left}`
  const how = job.status === 'cancelled' ? 'stopped after' : 'done for'
  return `${job.what}: ${how} ${calls}${left}`
}

function posting(label: string, id: string, what: 'undo' | 'cancel'): ActivityAction {
  return {
    label,
    run: async (client) => {
      const params = { path: { id } }
      if (what === 'undo') await dataOf(api.POST('/bulk-jobs/{id}/undo', { params }))
      else await dataOf(api.POST('/bulk-jobs/{id}/cancel', { params }))
      await client.invalidateQueries({ queryKey: keys.activity.all })
    },
  }
}
