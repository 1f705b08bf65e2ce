import type { CallRow } from '@/api/types'
import { useNow } from '@/lib/now'
import { dayKey, formatAgo, formatClock, formatDay, formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import c from './cells.module.css'

/** When it rang: the clock and how long ago for today, the day and the clock before. */
export function TimeCell({ call }: { call: CallRow }) {
  const zone = useZone()
  const now = useNow('slow')
  const at = new Date(call.started_at).getTime()
  const today = dayKey(at, zone) === dayKey(now, zone)
  return (
    <time dateTime={call.started_at} className={`${c.time} num`} title={formatFull(at, zone, true)}>
      {today ? (
        <>
          <span>{formatClock(at, zone)}</span>
          <span className="dim">{formatAgo(at, zone, now)}</span>
        </>
      ) : (
        <>
          <span className="dim">{formatDay(at, zone)}</span>
          <span>{formatClock(at, zone)}</span>
        </>
      )}
    </time>
  )
}
