import { Link } from '@tanstack/react-router'
import type { CallRow } from '@/api/types'
import { DirectionCell } from '@/features/calls/cells/DirectionCell'
import { formatClock, formatDuration } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { OutcomeChip } from '@/ui/OutcomeChip'
import c from './messaging.module.css'

/** A call between the texts. */
export function CallEntry({ call }: { call: CallRow }) {
  const zone = useZone()
  return (
    <Link to="/calls" search={{ call: call.id }} className={c.call} aria-label="Open the call">
      <DirectionCell call={call} />
      {call.duration_s > 0 && <span className="dim num">{formatDuration(call.duration_s)}</span>}
      <OutcomeChip disposition={call.disposition} required={call.outcome_required} />
      <span className="dim num">{formatClock(call.started_at, zone)}</span>
    </Link>
  )
}
