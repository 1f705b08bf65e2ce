import type { CallRow } from '@/api/types'

/** Number of the other party. */
export function otherNumber(call: Pick<CallRow, 'direction' | 'from_e164' | 'to_e164'>): string | undefined {
  return call.direction === 'in' ? call.from_e164 : call.to_e164
}

/** Our own number of the call. */
export function ownNumber(call: Pick<CallRow, 'direction' | 'from_e164' | 'to_e164'>): string | undefined {
  return call.direction === 'in' ? call.to_e164 : call.from_e164
}

/** What to call the other party when speaking of the call. */
export function nameOfCaller(call: Pick<CallRow, 'contact' | 'caller_name'>): string {
  return call.contact?.name || call.caller_name || 'Unknown caller'
}
