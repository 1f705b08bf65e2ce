import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CallRoom } from '@/api/types'
import { useLiveState } from '@/api/useLive'
import { phone } from '../store'
import { isBusy, type Talk } from '../talk'
import { roomQuery } from './requests'

/** How often is asked while somebody is rung, or while the live connection cannot tell. */
const ASK_MS = 3000

/** Who is in the call that I am on. Undefined while that is not known; null when the call has no room to show. */
export function useRoom(talk: Talk | null): CallRoom | null | undefined {
  const live = useLiveState() === 'live'
  const callId = isBusy(talk) && (talk.phase === 'connected' || talk.joined) ? talk.logId : undefined
  const { data, dataUpdatedAt } = useQuery({
    ...roomQuery(callId ?? ''),
    enabled: callId !== undefined,
    refetchInterval: ({ state }) => (live && !isMoving(state.data) ? false : ASK_MS),
  })
  const room = callId === undefined ? null : data
  useEffect(() => {
    if (room && callId !== undefined) phone.tell({ type: 'room', callId, room, at: dataUpdatedAt })
  }, [room, callId, dataUpdatedAt])
  return room
}

function isMoving(room: CallRoom | null | undefined): boolean {
  return room?.people.some((person) => person.state === 'ringing') ?? false
}
