import type { QueryClient } from '@tanstack/react-query'
import type { CallDetail } from '@/api/types'
import { verdicts } from '@/features/consent/CallContact'
import { callPermissionQuery } from '@/features/consent/queries'
import type { CallTarget } from '@/features/phone/actions'
import { targetOf } from '@/features/phone/target'
import { toastError, toastFailure } from '@/ui/toast'

/** Calls back by the keyboard, once the server has allowed it; says why not elsewhere. */
export async function callBack(
  client: QueryClient,
  call: CallDetail,
  place: (target: CallTarget) => void,
): Promise<void> {
  try {
    const answers = await client.fetchQuery({ ...callPermissionQuery(call.id), staleTime: 0 })
    const verdict = verdicts(call, answers, null).call
    if (verdict.kind === 'allowed') place(targetOf(call))
    else if (verdict.kind === 'reason') {
      toastFailure(verdict.refusals[0]?.words ?? 'Not now', 'Use the button to go on with a reason.')
    } else toastFailure('No call', verdict.reason)
  } catch (error) {
    toastError(error, 'Nobody knows whether this call is allowed')
  }
}
