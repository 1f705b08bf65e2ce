import { api } from '@/api/client'
import { messageOf } from '@/api/problem'
import type { CallRow, Disposition } from '@/api/types'

/** A change to one call, made for each selected one. */
export type BulkAction =
  | { kind: 'tags'; tags: readonly string[] }
  | { kind: 'spam'; disposition: string }
  | { kind: 'follow_up'; dueAt: string }

export interface BulkFailure {
  call: CallRow
  reason: string
}

export interface BulkProgress {
  done: number
  total: number
  failures: readonly BulkFailure[]
}

/** Requests at the same time: quick, without keeping others from the server. */
const AT_ONCE = 4

/** Runs an action for each call; one that fails does not stop the rest. Stops between calls when aborted. */
export async function runBulk(
  calls: readonly CallRow[],
  act: (call: CallRow) => Promise<unknown>,
  onProgress: (progress: BulkProgress) => void,
  signal: AbortSignal,
): Promise<BulkProgress> {
  const waiting = [...calls]
  const failures: BulkFailure[] = []
  let done = 0
  const worker = async () => {
    for (let call = waiting.shift(); call !== undefined && !signal.aborted; call = waiting.shift()) {
      try {
        await act(call)
      } catch (error) {
        failures.push({ call, reason: messageOf(error) })
      }
      done += 1
      onProgress({ done, total: calls.length, failures: [...failures] })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { done, total: calls.length, failures }
}

/** The request that an action makes for one call. */
export function requestOf(action: BulkAction, call: CallRow): Promise<unknown> {
  const params = { path: { id: call.id } }
  switch (action.kind) {
    case 'tags': {
      const tags = [...new Set([...call.tags, ...action.tags])]
      return api.PATCH('/calls/{id}/tags', { params, body: { tags } })
    }
    case 'spam':
      return api.POST('/calls/{id}/outcome', { params, body: { disposition: action.disposition } })
    case 'follow_up': {
      const priority = call.intent === 'emergency' ? 'urgent' : 'normal'
      return api.POST('/calls/{id}/followups', {
        params,
        body: { type: 'callback', due_at: action.dueAt, priority },
      })
    }
  }
}

/** The disposition that "Mark spam" gives: the shipped one while it is offered. */
export function spamDisposition(catalogue: readonly Disposition[] | undefined): string | undefined {
  return catalogue?.find((disposition) => disposition.key === 'spam' && disposition.active)?.key
}
