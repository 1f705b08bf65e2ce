import type { QueryClient } from '@tanstack/react-query'
import type { CallDetail } from '@/api/types'
import { otherNumber } from '@/features/call/number'
import { verdicts } from '@/features/consent/CallContact'
import { callPermissionQuery } from '@/features/consent/queries'
import { toastError, toastFailure } from '@/ui/toast'

/** Hands the number to whatever the computer calls with, once the server has allowed it; says why not elsewhere. */
export async function callBack(client: QueryClient, call: CallDetail): Promise<void> {
  try {
    const answers = await client.fetchQuery({ ...callPermissionQuery(call.id), staleTime: 0 })
    const verdict = verdicts(call, answers, null).call
    if (verdict.kind === 'allowed') window.location.assign(`tel:${otherNumber(call)}`)
    else if (verdict.kind === 'reason') {
      toastFailure(verdict.refusals[0]?.words ?? 'Not now', 'Use the button to go on with a reason.')
    } else toastFailure('No call', verdict.reason)
  } catch (error) {
    toastError(error, 'Nobody knows whether this call is allowed')
  }
}
