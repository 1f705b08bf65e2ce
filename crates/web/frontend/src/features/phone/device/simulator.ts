import { api } from '@/api/client'
import type { PhoneDevice } from './device'

/**
 * The telephone of the pretend company. Nobody speaks on it: what happens to its calls is told by the log, so that it
 * has no news of its own.
 */
export function simulatorDevice(): PhoneDevice {
  return {
    connect: async () => undefined,
    disconnect: () => undefined,
    async answer({ id }) {
      await api.POST('/simulator/calls/{id}/answer', { params: { path: { id } } })
    },
    async join({ callId }) {
      await api.POST('/simulator/calls/{id}/answer', { params: { path: { id: callId } } })
    },
    expect: () => undefined,
    async hangUp(callId) {
      if (callId === undefined) return
      await api.POST('/simulator/calls/{id}/hang-up', { params: { path: { id: callId } } })
    },
    // Nobody listens at the other end.
    mute: () => undefined,
    sendDigits: () => undefined,
    audio: undefined,
  }
}
