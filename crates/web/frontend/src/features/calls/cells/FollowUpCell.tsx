import type { CallRow } from '@/api/types'
import { SlaChip } from '@/ui/SlaChip'
import { StatusDot } from '@/ui/StatusDot'

/** The open promise with its clock; "Required" where one is owed and not made. */
export function FollowUpCell({ call }: { call: CallRow }) {
  const { promise } = call
  if (promise)
    return <SlaChip plain promise={{ kind: promise.type, dueAt: promise.due_at, paused: promise.paused }} />
  if (call.outcome_required && call.outcome_at === undefined)
    return <StatusDot tone="bad">Required</StatusDot>
  return <span className="dim">–</span>
}
