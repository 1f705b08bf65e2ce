import { IconAlertTriangleFilled, IconBan } from '@tabler/icons-react'
import type { CallRow } from '@/api/types'
import { otherNumber } from '@/features/call/number'
import { formatPhoneShort } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import c from './cells.module.css'

/** From this score on, a call counts as an emergency. */
export const EMERGENCY_SCORE = 70

export function isEmergency(call: Pick<CallRow, 'intent' | 'emergency_score'>): boolean {
  return call.intent === 'emergency' || call.emergency_score >= EMERGENCY_SCORE
}

/** Who it is, with what must not be overlooked: emergency, do not contact, somebody else is on it. */
export function CallerCell({ call }: { call: CallRow }) {
  const number = formatPhoneShort(otherNumber(call))
  const name = call.contact?.name || call.caller_name
  const unhandled = call.status === 'missed' && call.outcome_at === undefined
  return (
    <span className={c.caller}>
      {isEmergency(call) && (
        <IconAlertTriangleFilled size={14} className={c.emergency} role="img" aria-label="Emergency" />
      )}
      {call.do_not_contact && (
        <IconBan size={14} stroke={2} className={c.emergency} role="img" aria-label="Do not contact" />
      )}
      <span className={c.names} title={[name, number].filter(Boolean).join(', ')}>
        <span className={c.name} data-strong={unhandled || undefined}>
          {name || number || 'Unknown caller'}
        </span>
        {name && number && <span className={`${c.number} num`}>{number}</span>}
      </span>
      {call.claim && (
        <span className={c.claim} title={`${call.claim.by.name} is on it`}>
          <Avatar name={call.claim.by.name} size={18} />
        </span>
      )}
    </span>
  )
}
