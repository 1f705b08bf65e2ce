import { toastFailure } from '@/ui/toast'
import type { CallTarget } from './actions'
import { useCallOut } from './useCallOut'

/** Calls somebody back the way that was chosen last; without a telephone company the device itself dials. */
export function useCallBack(): (target: CallTarget) => void {
  const out = useCallOut((reason) => toastFailure('The call was not placed', reason))
  return (target) => {
    if (out.station?.provider) out.call(target)
    else if (target.number) window.location.assign(`tel:${target.number}`)
  }
}
