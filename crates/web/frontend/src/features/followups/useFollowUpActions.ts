import { useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { FollowUpPatch, FollowUpRow, Priority } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { formatSoon } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { toast, toastError, toastUndo } from '@/ui/toast'

export interface FollowUpActions {
  complete: (tasks: readonly FollowUpRow[]) => Promise<void>
  reopen: (task: FollowUpRow) => Promise<void>
  redate: (tasks: readonly FollowUpRow[], at: string) => Promise<void>
  assign: (tasks: readonly FollowUpRow[], member: { id: string; name: string } | null) => Promise<void>
  prioritise: (tasks: readonly FollowUpRow[], priority: Priority) => Promise<void>
  resume: (task: FollowUpRow) => Promise<void>
}

/** Everything that can be done to follow-ups from a list, one or many at a time, told in a toast. */
export function useFollowUpActions(): FollowUpActions {
  const client = useQueryClient()
  const zone = useZone()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.followUps.all }),
      client.invalidateQueries({ queryKey: keys.notifications.counts }),
    ])

  /** Patches all; those that fail are told once, those that worked are returned. */
  const patchAll = async (tasks: readonly FollowUpRow[], body: FollowUpPatch): Promise<FollowUpRow[]> => {
    const answers = await Promise.allSettled(tasks.map((task) => patch(task.id, body)))
    const failed = answers.find((answer) => answer.status === 'rejected')
    const worked = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    if (failed) toastError(failed.reason, failedTitle(tasks.length - worked.length, tasks.length))
    await refresh()
    return worked
  }

  return {
    complete: async (tasks) => {
      const done = await patchAll(tasks, { status: 'done' })
      const [only] = done
      if (!only) return
      const words =
        done.length === 1 ? `Done: ${formatPhone(only.subject)}` : `${done.length} follow-ups done`
      toastUndo(words, () => void patchAll(done, { status: 'open' }))
    },
    reopen: async (task) => {
      const [open] = await patchAll([task], { status: 'open' })
      if (open) toast(`Open again: ${formatPhone(open.subject)}`)
    },
    redate: async (tasks, at) => {
      const moved = await patchAll(tasks, { due_at: at })
      if (moved.length > 0) toast(`Due ${formatSoon(at, zone, Date.now())}`)
    },
    assign: async (tasks, member) => {
      const given = await patchAll(tasks, { assigned_to: member?.id ?? null })
      if (given.length > 0) toast(member ? `Assigned to ${member.name}` : 'Back in the pool')
    },
    prioritise: async (tasks, priority) => {
      await patchAll(tasks, { priority })
    },
    resume: async (task) => {
      try {
        await dataOf(api.POST('/followups/{id}/resume', { params: { path: { id: task.id } } }))
        toast('The clock runs again')
      } catch (error) {
        toastError(error)
      }
      await refresh()
    },
  }
}

async function patch(id: string, body: FollowUpPatch): Promise<FollowUpRow> {
  return (await dataOf(api.PATCH('/followups/{id}', { params: { path: { id } }, body }))).follow_up_task
}

function failedTitle(failed: number, all: number): string {
  return all === 1 ? 'That did not work' : `${failed} of ${all} could not be changed`
}
