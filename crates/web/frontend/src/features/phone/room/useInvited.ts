import { useQueryClient } from '@tanstack/react-query'
import type { CallInvitation } from '@/api/types'
import { ownNumber } from '@/features/call/number'
import { callQuery } from '@/features/call/queries'
import { toastError } from '@/ui/toast'
import { join } from '../actions'
import { phone } from '../store'
import { useOpenCall } from '../useTakeCall'
import { invitationsQuery, sendOut } from './requests'

/** What I answer to a colleague who rings me into a call. */
export function useInvited(provider: string): {
  accept: (invitation: CallInvitation) => void
  decline: (invitation: CallInvitation) => void
} {
  const client = useQueryClient()
  const open = useOpenCall()
  const accept = async (invitation: CallInvitation) => {
    const id = invitation.call_id
    open(id)
    // Without the line the newest leg is taken, which is the right one but for a coincidence.
    const line = await client.ensureQueryData(callQuery(id)).then(ownNumber, () => undefined)
    await join(invitation, line, provider)
  }
  const decline = async ({ call_id }: CallInvitation) => {
    const { member } = phone.read()
    if (member === undefined) return
    const { queryKey } = invitationsQuery
    await client.cancelQueries({ queryKey })
    client.setQueryData<CallInvitation[]>(queryKey, (list) => list?.filter((one) => one.call_id !== call_id))
    try {
      await sendOut(call_id, member)
    } catch (error) {
      toastError(error, 'It could not be declined')
    }
    void client.invalidateQueries({ queryKey })
  }
  return {
    accept: (invitation) => void accept(invitation),
    decline: (invitation) => void decline(invitation),
  }
}
