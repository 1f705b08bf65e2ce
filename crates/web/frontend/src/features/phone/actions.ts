import { api, dataOf } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import type { CallInvitation, CallRow, CallVia, PlacedCall } from '@/api/types'
import { present } from '@/lib/present'
import { toastError, toastFailure } from '@/ui/toast'
import { deviceOf } from './device/current'
import { handOver, sendOut } from './room/requests'
import { phone } from './store'
import { goesOnWith, isBusy, type Talk } from './talk'

/** Takes a ringing call. Whether it worked is seen at the call; this only waits for the request. */
export async function answer(call: CallRow, provider: string): Promise<void> {
  if (isBusy(phone.read().talk)) return
  phone.tell({ type: 'answer', call })
  try {
    await (await deviceOf(provider)).answer({ id: call.id, number: call.from_e164 })
  } catch (error) {
    const gone = isApiError(error, 404)
    const reason = gone ? 'It rings no longer' : error instanceof Error ? error.message : messageOf(error)
    phone.tell({ type: 'over', at: Date.now(), reason })
  }
}

/** Goes into a running call to which I am rung; `line` is the number of ours that rings me. */
export async function join(
  invitation: CallInvitation,
  line: string | undefined,
  provider: string,
): Promise<void> {
  if (isBusy(phone.read().talk)) return
  phone.tell({ type: 'join', invitation })
  try {
    await (await deviceOf(provider)).join({ callId: invitation.call_id, number: line })
  } catch (error) {
    const gone = isApiError(error, 404) || isApiError(error, 409)
    const reason = gone ? 'It rings no longer' : error instanceof Error ? error.message : messageOf(error)
    phone.tell({ type: 'over', at: Date.now(), reason })
  }
}

/** What is called, and by which call it is known. */
export interface CallTarget {
  callId: string
  name: string
  number: string | undefined
}

/** Places a call. Fails with what the server says; the dock shows what becomes of it. */
export async function place(target: CallTarget, via: CallVia, provider: string): Promise<void> {
  const { callId, name, number } = target
  phone.tell({ type: 'place', about: callId, name, number, via })
  try {
    const device = via === 'browser' ? await deviceOf(provider) : undefined
    await device?.connect()
    const params = { path: { id: callId } }
    const order = present(await dataOf(api.POST('/calls/{id}/click-to-call', { params, body: { via } })))
    device?.expect(order.call_sid)
    phone.tell({ type: 'status', order, at: Date.now() })
  } catch (error) {
    phone.tell({ type: 'refused' })
    throw error
  }
}

/** How the placed call goes. */
export async function readStatus(about: string, sid: string): Promise<PlacedCall> {
  const params = { path: { id: about, call_sid: sid } }
  return present(await dataOf(api.GET('/calls/{id}/call-status/{call_sid}', { params })))
}

/** Ends the call at hand, ringing or talking. */
export async function hangUp(provider: string): Promise<void> {
  const { talk } = phone.read()
  // Nothing can be ended before it has a name.
  if (!isBusy(talk) || talk.phase === 'asking') return
  try {
    if (await leftToOthers(talk)) return
    if (talk.way === 'out') await endPlaced(talk)
    if (talk.way === 'in' || talk.via === 'browser') {
      await (await deviceOf(provider)).hangUp(talk.way === 'in' ? talk.logId : undefined)
    }
    phone.tell({ type: 'over', at: Date.now() })
  } catch (error) {
    // It was over already.
    if (isApiError(error, 404)) phone.tell({ type: 'over', at: Date.now() })
    else toastError(error, 'The call is still there')
  }
}

/** Leaves a call in which others of us go on; false when there is nobody to go on. */
async function leftToOthers({ company = [], joined, logId }: Talk): Promise<boolean> {
  const { member } = phone.read()
  if (company.length === 0 || logId === undefined || member === undefined) return false
  try {
    // A guest goes as he came, and changes nothing for the others; who held the call leaves it to them.
    if (joined === 'guest') await sendOut(logId, member)
    else await handOver(logId)
  } catch (error) {
    // They have left meanwhile.
    if (isApiError(error, 409)) return false
    throw error
  }
  phone.tell({ type: 'over', at: Date.now(), reason: goesOnWith(company) })
  return true
}

async function endPlaced({ about, sid }: Talk): Promise<void> {
  if (about === undefined || sid === undefined) return
  await api.DELETE('/calls/{id}/call-status/{call_sid}', { params: { path: { id: about, call_sid: sid } } })
}

export async function mute(on: boolean, provider: string): Promise<void> {
  phone.tell({ type: 'muted', on })
  await onDevice(provider, (device) => device.mute(on))
}

export async function sendDigit(digit: string, provider: string): Promise<void> {
  phone.tell({ type: 'digit', digit })
  await onDevice(provider, (device) => device.sendDigits(digit))
}

async function onDevice(provider: string, run: (device: Awaited<ReturnType<typeof deviceOf>>) => void) {
  try {
    run(await deviceOf(provider))
  } catch (error) {
    toastFailure('The telephone in this browser', messageOf(error))
  }
}
