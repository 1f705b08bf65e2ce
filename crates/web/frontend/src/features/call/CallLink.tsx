import type { CallRow } from '@/api/types'
import { CallButton } from '@/features/phone/CallButton'
import { otherNumber } from './number'

const BLOCKED = 'Contact has requested Do Not Contact'

interface Props {
  call: CallRow
  /** Only the icon, for rows. */
  compact?: boolean
}

/** Calls the other party of a call, unless it wants no contact. */
export function CallLink({ call, compact = false }: Props) {
  const target = {
    callId: call.id,
    name: call.contact?.name || call.caller_name,
    number: otherNumber(call),
  }
  return (
    <CallButton
      target={target}
      version={call.version}
      compact={compact}
      blocked={call.do_not_contact ? BLOCKED : undefined}
    />
  )
}
