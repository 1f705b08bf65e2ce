import type { CallRow, Presence } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { formatDuration } from '@/lib/time'
import type { Tone } from '@/lib/tone'
import type { Talk } from './talk'

/** Whether I take calls, as people say it. */
export const PRESENCE: Record<Presence, { label: string; tone: Tone }> = {
  available: { label: 'Available', tone: 'ok' },
  away: { label: 'Away', tone: 'warn' },
  offline: { label: 'Off duty', tone: 'mute' },
}

export interface Face {
  name: string
  /** Below the name; absent when it is the name. */
  number?: string
  /** The network says so, and nobody has checked. */
  maybe: boolean
}

/** Whom a ringing call shows: a customer, a name that the network gave, or only a number. */
export function faceOf(call: Pick<CallRow, 'contact' | 'caller_name' | 'from_e164'>): Face {
  const number = formatPhone(call.from_e164)
  const name = call.contact?.name || call.caller_name
  if (!name) return { name: number || 'Number withheld', maybe: call.from_e164 !== undefined }
  return { name, maybe: call.contact === undefined, ...(number ? { number } : {}) }
}

/** How it stands with the call at hand. */
export function stateOf(talk: Talk, now: number): { label: string; tone: Tone } {
  switch (talk.phase) {
    case 'asking':
      return { label: 'Asking…', tone: 'info' }
    case 'answering':
      return { label: 'Connecting…', tone: 'info' }
    case 'dialing':
      return {
        label: talk.via === 'phone' ? 'Ringing your telephone first' : 'Dialing…',
        tone: 'info',
      }
    case 'ringing':
      return { label: 'Ringing…', tone: 'info' }
    case 'connected':
      return { label: formatDuration(secondsSince(talk.talkingSince, now)), tone: 'ok' }
    case 'ended':
      return { label: 'Ended', tone: 'mute' }
  }
}

/** Whole seconds since an instant, never less than none: clocks of two machines differ. */
export function secondsSince(at: number | undefined, now: number): number {
  return at === undefined ? 0 : Math.max(0, Math.floor((now - at) / 1000))
}
