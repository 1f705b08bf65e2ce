import { IconDoor, IconDoorEnter } from '@tabler/icons-react'
import type { BusinessHours } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatSoon } from '@/lib/time'
import c from '../settings.module.css'
import { standingAt } from './hours'

/** What the hours on the screen, saved or not, mean right now. */
export function OpeningPreview({ hours }: { hours: BusinessHours }) {
  const now = useNow('slow')
  const zone = hours.time_zone
  const standing = standingAt(hours, now)
  return (
    <p className={c.preview} aria-live="polite">
      {standing.open ? <IconDoorEnter size={18} aria-hidden /> : <IconDoor size={18} aria-hidden />}
      {standing.open ? (
        <span>
          <strong>Open now</strong>, until {formatSoon(standing.until, zone, now)}
        </span>
      ) : (
        <span>
          <strong>Closed now</strong>
          {standing.because && ` for ${standing.because}`}
          {standing.opens === null
            ? ', and never opens: no promise could come due.'
            : `, next opening ${formatSoon(standing.opens, zone, now)}`}
        </span>
      )}
    </p>
  )
}
