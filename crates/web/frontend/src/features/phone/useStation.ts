import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { messageOf } from '@/api/problem'
import type { Station, StationPatch } from '@/api/types'
import { toastError, toastFailure } from '@/ui/toast'
import { deviceOf, dropDevice } from './device/current'
import { startHeartbeat } from './heartbeat'
import { changeStation, stationQuery } from './queries'
import { phone } from './store'
import { isBusy } from './talk'

/** Changes where I am rung; what failed is told. */
export function useStationChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: StationPatch) => changeStation(client, body),
    onError: (error) => toastError(error, 'Your telephone did not change'),
  })
}

export interface Duty {
  station: Station | undefined
  error: unknown
  retry: () => void
  /** This browser rings. */
  onDuty: boolean
  /** The server does not hear this browser and rings it no more. */
  unheard: boolean
}

/** Whether this browser rings, and the two things that keep it so: beats, and a telephone that is connected. */
export function useDuty(): Duty {
  const { data: station, error, refetch } = useQuery(stationQuery)
  const [unheard, setUnheard] = useState(false)
  const provider = station?.provider
  const onDuty = station?.presence === 'available' && station.in_browser && provider !== undefined
  useEffect(() => {
    if (!onDuty) return
    setUnheard(false)
    return startHeartbeat(
      () => api.POST('/phone/heartbeat'),
      (ok) => setUnheard(!ok),
    )
  }, [onDuty])
  useEffect(() => {
    if (!onDuty || provider === undefined) return
    const device = deviceOf(provider)
    device
      .then((ready) => ready.connect())
      .catch((failure: unknown) => toastFailure('Your browser cannot ring', wordsOf(failure)))
    return () => {
      // Whoever goes off duty in the middle of a call finishes it; nobody new is rung.
      if (isBusy(phone.read().talk)) return
      device
        .then((ready) => ready.disconnect())
        // Whatever did not come about needs no end.
        .catch(() => undefined)
    }
  }, [onDuty, provider])
  useEffect(() => dropDevice, [])
  return { station, error, retry: () => void refetch(), onDuty, unheard }
}

function wordsOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : messageOf(failure)
}
