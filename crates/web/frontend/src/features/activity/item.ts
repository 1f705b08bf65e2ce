import type { QueryClient } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'

/** Where long work is in its life. */
export type ActivityState = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled'

/** Something more that can be done with a piece of work, such as taking it back. */
export interface ActivityAction {
  label: string
  run: (client: QueryClient) => Promise<void>
}

/** A piece of long work as the list and the card show it, whatever its kind. */
export interface ActivityItem {
  id: string
  /** What it does: "Tag Storm". */
  title: string
  state: ActivityState
  done: number
  skipped: number
  /** Undefined until it is known. */
  total: number | undefined
  createdAt: string
  finishedAt: string | undefined
  /** Why it failed. */
  error: string | undefined
  /** Somebody asked it to stop. */
  stopping: boolean
  /** Said when it ends: "Tagged 12 calls"; undefined when somebody else says it. */
  said: string | undefined
  /** Where more of it is shown. */
  page?: LinkProps
  cancel?: ActivityAction
  actions: readonly ActivityAction[]
  /** Takes it back; offered by the message at its end, too. */
  undo?: ActivityAction
  /** Details that open in a dialog, such as what was left and why. */
  details?: { label: string; job: string }
}

export function isOver(item: ActivityItem): boolean {
  return item.state === 'completed' || item.state === 'failed' || item.state === 'cancelled'
}

/** How far it is, in percent; undefined while the total is not known. */
export function percentOf(item: ActivityItem): number | undefined {
  if (item.total === undefined || item.total === 0) return isOver(item) ? 100 : undefined
  return Math.min(100, ((item.done + item.skipped) / item.total) * 100)
}

/**
 * Work that ended between two looks at the list, also what began in between. What was over at the first look, or comes back
 * into the list from its old end, ended before.
 */
export function ended(
  before: readonly ActivityItem[] | undefined,
  now: readonly ActivityItem[],
): ActivityItem[] {
  if (before === undefined) return []
  const known = new Map(before.map((item) => [item.id, item]))
  const isNew = (item: ActivityItem) =>
    before.length === 0 || before.some((older) => older.createdAt < item.createdAt)
  return now.filter((item) => {
    const earlier = known.get(item.id)
    return isOver(item) && (earlier ? !isOver(earlier) : isNew(item))
  })
}
