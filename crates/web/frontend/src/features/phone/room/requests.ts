import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError } from '@/api/problem'
import type { AskedAs, CallRoom } from '@/api/types'
import { present } from '@/lib/present'

/** Who is in a call that goes on; null when it does not, or the telephone company knows of no such call. */
export const roomQuery = (callId: string) =>
  queryOptions({
    queryKey: keys.rooms.room(callId),
    queryFn: async (): Promise<CallRoom | null> => {
      try {
        return present(await dataOf(api.GET('/calls/{id}/room', { params: { path: { id: callId } } })))
      } catch (error) {
        if (isApiError(error, 404)) return null
        throw error
      }
    },
    staleTime: 0,
  })

/** Calls into which I am being rung. */
export const invitationsQuery = queryOptions({
  queryKey: keys.rooms.invitations,
  queryFn: async () => (await dataOf(api.GET('/phone/invitations'))).invitations.map(present),
  staleTime: 0,
})

/** Whom I can ask into a call. */
export const colleaguesQuery = queryOptions({
  queryKey: keys.rooms.colleagues,
  queryFn: async () => (await dataOf(api.GET('/phone/colleagues'))).colleagues,
  staleTime: 0,
})

export async function holdCall(id: string, held: boolean): Promise<CallRoom> {
  return present(await dataOf(api.PUT('/calls/{id}/hold', { params: { path: { id } }, body: { held } })))
}

/** Rings a colleague into the call. */
export async function askIn(id: string, member: string, as: AskedAs): Promise<CallRoom> {
  const body = { member_id: member, as }
  return present(await dataOf(api.POST('/calls/{id}/guests', { params: { path: { id } }, body })))
}

/** Stops ringing somebody, sends him out, or declines for myself. */
export async function sendOut(id: string, member: string): Promise<CallRoom> {
  const params = { path: { id, member_id: member } }
  return present(await dataOf(api.DELETE('/calls/{id}/guests/{member_id}', { params })))
}

/** I leave, the others go on. */
export async function handOver(id: string): Promise<CallRoom> {
  return present(await dataOf(api.POST('/calls/{id}/hand-over', { params: { path: { id } } })))
}
