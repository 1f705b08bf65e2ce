import { toastFailure } from '@/ui/toast'
import { phone } from '../store'
import type { DeviceEvents, PhoneDevice } from './device'
import { simulatorDevice } from './simulator'

const events: DeviceEvents = {
  connected: () => phone.tell({ type: 'connected', at: Date.now() }),
  ended: () => phone.tell({ type: 'over', at: Date.now() }),
  failed: (words) => toastFailure('The telephone in this browser', words),
}

let made: { provider: string; device: Promise<PhoneDevice> } | undefined

/** The browser as a telephone of this company; made once. The program of a real one is only loaded when it is needed. */
export function deviceOf(provider: string): Promise<PhoneDevice> {
  if (made?.provider !== provider) {
    const old = made
    made = { provider, device: make(provider) }
    // What could not be loaded needs no end.
    old?.device.then((device) => device.disconnect()).catch(() => undefined)
  }
  return made.device
}

/** Ends the telephone of this page with its call: the member has left. */
export function dropDevice(): void {
  const old = made
  made = undefined
  // What could not be loaded needs no end.
  old?.device.then((device) => device.disconnect()).catch(() => undefined)
}

async function make(provider: string): Promise<PhoneDevice> {
  if (provider !== 'twilio') return simulatorDevice()
  try {
    const { twilioDevice } = await import('./twilio')
    return twilioDevice(events)
  } catch (error) {
    // The next attempt loads it anew.
    made = undefined
    throw error
  }
}
