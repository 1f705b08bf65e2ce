import { IconPlayerPause } from '@tabler/icons-react'
import type { CallRoom } from '@/api/types'
import { useNow } from '@/lib/now'
import c from './room.module.css'
import { holdOf, waitOf } from './words'

/** How long whoever is outside has been waiting, and for what. Nothing while nobody waits. */
export function HoldStrip({ room, name }: { room: CallRoom; name: string }) {
  const now = useNow(room.held_since ? 'second' : 'slow')
  const hold = holdOf(room, now)
  if (!hold) return null
  return (
    <div className={c.hold} data-tone={hold.tone}>
      <IconPlayerPause size={16} aria-hidden />
      <div>
        <strong className="num">{hold.label}</strong>
        <p>{waitOf(room, name)}</p>
      </div>
    </div>
  )
}
