import type { CallRow } from '@/api/types'
import { otherNumber } from '@/features/call/number'
import type { CallTarget } from './actions'

/** Whom one calls back, by the call that is returned. */
export function targetOf(
  call: Pick<CallRow, 'id' | 'contact' | 'direction' | 'from_e164' | 'to_e164'> & { caller_name?: string },
): CallTarget {
  return { callId: call.id, name: call.contact?.name || call.caller_name || '', number: otherNumber(call) }
}
