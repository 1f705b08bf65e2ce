import { Tooltip } from '@mantine/core'
import { useNow } from '@/lib/now'
import { formatAgo, formatFull, formatSoon } from '@/lib/time'
import { useZone } from '@/lib/zone'

interface Props {
  at: string
  /** Past instants as "5m ago", coming ones as "tomorrow 9:00 AM". */
  mode?: 'ago' | 'soon'
}

/** A moment relative to now; the full date in the workspace's zone on hover. */
export function RelativeTime({ at, mode = 'ago' }: Props) {
  const zone = useZone()
  const now = useNow('slow')
  return (
    <Tooltip label={formatFull(at, zone, true)}>
      <time dateTime={at} className="num" style={{ whiteSpace: 'nowrap' }}>
        {mode === 'ago' ? formatAgo(at, zone, now) : formatSoon(at, zone, now)}
      </time>
    </Tooltip>
  )
}
