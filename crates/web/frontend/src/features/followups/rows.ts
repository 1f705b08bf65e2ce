import type { FollowUpRow } from '@/api/types'
import type { Promise as CallPromise } from '@/lib/sla'
import { DAY, formatDay, startOfDay } from '@/lib/time'
import { PRIORITY } from '@/lib/words'

/** A line of the list: the heading of a group, or a follow-up. */
export type Line =
  | { kind: 'heading'; key: string; label: string; tone: string }
  | { kind: 'task'; key: string; task: FollowUpRow; index: number }

/**
 * The rows under headings, in the order in which the server sends them: open ones by priority, as they are sorted
 * by it first, done ones by the day on which they were done.
 */
export function linesOf(tasks: readonly FollowUpRow[], now: number, zone: string): Line[] {
  const lines: Line[] = []
  let last: string | undefined
  tasks.forEach((task, index) => {
    const group = groupOf(task, now, zone)
    if (group.key !== last) lines.push({ kind: 'heading', ...group })
    last = group.key
    lines.push({ kind: 'task', key: task.id, task, index })
  })
  return lines
}

function groupOf(task: FollowUpRow, now: number, zone: string): { key: string; label: string; tone: string } {
  if (task.status === 'open') {
    const { label, tone } = PRIORITY[task.priority]
    return { key: `priority-${task.priority}`, label, tone }
  }
  const day = startOfDay(Date.parse(task.completed_at ?? task.due_at), zone)
  const days = Math.round((startOfDay(now, zone) - day) / DAY)
  const label = days === 0 ? 'Done today' : days === 1 ? 'Done yesterday' : `Done ${formatDay(day, zone)}`
  return { key: `day-${day}`, label, tone: 'mute' }
}

export type PauseReason = NonNullable<FollowUpRow['sla']['pause']>['reason']

export const PAUSE_REASON: Record<PauseReason, string> = {
  waiting_for_customer: 'Waiting for customer',
  customer_asked_for_date: 'Customer asked for a date',
  supervisor: 'Supervisor',
}

/** What the countdown chip needs of a follow-up. */
export function promiseOf(task: FollowUpRow): CallPromise {
  const paused = task.sla.status === 'paused'
  const reason = task.sla.pause?.reason
  const metAt = task.sla.met_at ?? task.completed_at
  return {
    kind: task.type,
    dueAt: task.due_at,
    ...(paused ? { paused } : {}),
    ...(paused && reason ? { pauseReason: (PAUSE_REASON[reason] ?? reason).toLowerCase() } : {}),
    ...(task.status === 'done' && metAt ? { metAt } : {}),
  }
}
