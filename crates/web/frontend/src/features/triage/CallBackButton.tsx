import type { CallDetail } from '@/api/types'
import { otherNumber } from '@/features/call/number'
import type { CallTarget } from '@/features/phone/actions'
import { CallButton } from '@/features/phone/CallButton'
import { useCallOut } from '@/features/phone/useCallOut'
import { Kbd } from '@/ui/Kbd'
import { toastError, toastFailure } from '@/ui/toast'

const REFUSAL = 'Contact has requested Do Not Contact'

/** Why the other party may not be called now; undefined when it may. */
export function blockedBecause(call: CallDetail): string | undefined {
  if (call.do_not_contact || call.contact_card?.do_not_contact) return REFUSAL
  return otherNumber(call) ? undefined : 'The number was withheld'
}

function targetOf(call: CallDetail): CallTarget {
  return { callId: call.id, name: call.contact?.name || call.caller_name, number: otherNumber(call) }
}

/** Calls back by the keyboard: as the button does, and says why where that may not be. */
export function useCallBack(): (call: CallDetail) => void {
  const out = useCallOut((reason) => toastFailure('The call was not placed', reason))
  return (call) => {
    const reason = blockedBecause(call)
    if (reason) toastError(null, reason)
    else if (out.station?.provider) out.call(targetOf(call))
    else window.location.assign(`tel:${otherNumber(call)}`)
  }
}

/** Calls back; says why where that may not be. */
export function CallBackButton({ call }: { call: CallDetail }) {
  return (
    <CallButton
      target={targetOf(call)}
      version={call.version}
      blocked={blockedBecause(call)}
      variant="default"
      shortcut={<Kbd keys="c" />}
    />
  )
}
