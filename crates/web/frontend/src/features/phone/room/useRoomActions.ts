import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AskedAs, CallRoom } from '@/api/types'
import { toastError } from '@/ui/toast'
import { askIn, handOver, holdCall, roomQuery, sendOut } from './requests'

export interface RoomActions {
  hold: (held: boolean) => void
  ask: (member: string, as: AskedAs) => void
  sendOut: (member: string) => void
  handOver: () => void
  pending: boolean
}

interface Step {
  /** What did not happen when it fails. */
  failed: string
  send: (callId: string) => Promise<CallRoom>
}

/** Everything that can be done with the call that I am on. What the server refuses is told in its words. */
export function useRoomActions(callId: string | undefined): RoomActions {
  const client = useQueryClient()
  const step = useMutation({
    mutationFn: async ({ send }: Step) => {
      if (callId === undefined) return
      client.setQueryData(roomQuery(callId).queryKey, await send(callId))
    },
    onError: (error, { failed }) => toastError(error, failed),
    // The telephone company may have moved somebody while the answer was on its way.
    onSettled: () => {
      if (callId !== undefined) void client.invalidateQueries({ queryKey: roomQuery(callId).queryKey })
    },
  })
  const run = (failed: string, send: Step['send']) => {
    if (!step.isPending) step.mutate({ failed, send })
  }
  return {
    hold: (held) => run(held ? 'Nobody was put on hold' : 'Still on hold', (id) => holdCall(id, held)),
    ask: (member, as) =>
      run(as === 'guest' ? 'Nobody was asked in' : 'The call was not passed on', (id) =>
        askIn(id, member, as),
      ),
    sendOut: (member) => run('Nobody was taken out', (id) => sendOut(id, member)),
    handOver: () => run('The call was not handed over', handOver),
    pending: step.isPending,
  }
}
