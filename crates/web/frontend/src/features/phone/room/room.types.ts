import type { Presence } from '@/api/types'

/** How far one of us is in a call. */
export type PersonState = 'ringing' | 'joined' | 'left' | 'unreached'
/** As what a colleague is asked into a call: to join it, or to take it over. */
export type AskedAs = 'guest' | 'successor'

export interface RoomPerson {
  member_id: string
  name: string
  state: PersonState
  is_me: boolean
}

/** A call that goes on, and who of us is in it. */
export interface CallRoom {
  /** Since when whoever is outside waits with music; absent when he does not. */
  held_since?: string
  /** To whom the call is being passed on. */
  transfer_to?: string
  /** Whether I talk in it, and so may steer it. */
  may_steer: boolean
  people: RoomPerson[]
}

export interface Colleague {
  member_id: string
  name: string
  role: string
  presence: Presence
  in_browser: boolean
  has_phone: boolean
}

/** A call into which I am being rung. */
export interface CallInvitation {
  call_id: string
  name: string
  number?: string
  asked_by: string
  kind: AskedAs
  since: string
}

interface Answers<T> {
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json; charset=utf-8': T } } }
}
interface OfCall {
  parameters: { path: { id: string } }
}
interface Taking<T> {
  requestBody: { content: { 'application/json; charset=utf-8': T } }
}

export interface RoomPaths {
  '/calls/{id}/room': { get: OfCall & Answers<CallRoom> }
  '/calls/{id}/hold': { put: OfCall & Taking<{ held: boolean }> & Answers<CallRoom> }
  '/calls/{id}/guests': { post: OfCall & Taking<{ member_id: string; as: AskedAs }> & Answers<CallRoom> }
  '/calls/{id}/guests/{member_id}': {
    delete: { parameters: { path: { id: string; member_id: string } } } & Answers<CallRoom>
  }
  '/calls/{id}/hand-over': { post: OfCall & Answers<CallRoom> }
  '/phone/colleagues': { get: Answers<{ colleagues: Colleague[] }> }
  '/phone/invitations': { get: Answers<{ invitations: CallInvitation[] }> }
}
