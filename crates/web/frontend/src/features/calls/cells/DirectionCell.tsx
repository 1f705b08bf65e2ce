import {
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPhoneRinging,
} from '@tabler/icons-react'
import type { CallRow } from '@/api/types'
import { DIRECTION, STATUS } from '@/lib/words'
import c from './cells.module.css'

const LIVE = {
  ringing: IconPhoneRinging,
  in_progress: IconPhoneCall,
  missed: IconPhoneOff,
  failed: IconPhoneOff,
}

/** Which way, and the state where it is not simply over: shape, word and colour together. */
export function DirectionCell({ call }: { call: CallRow }) {
  const special = call.status in LIVE ? (call.status as keyof typeof LIVE) : undefined
  const Icon = special ? LIVE[special] : call.direction === 'in' ? IconPhoneIncoming : IconPhoneOutgoing
  const tone = special ? STATUS[special].tone : 'mute'
  const label = special ? STATUS[special].label : DIRECTION[call.direction]
  return (
    <span className={c.direction} data-tone={tone}>
      <Icon size={15} stroke={1.7} role="img" aria-label={DIRECTION[call.direction]} />
      {label}
    </span>
  )
}
