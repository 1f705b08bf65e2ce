import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useLiveMessages } from '@/api/useLive'
import { throttle } from '@/lib/throttle'

/** At most one question to the server in this time, however many calls come in. */
const AT_MOST_EVERY_MS = 1500
/** Asked again after this long when nothing happened: days end and promises come due without a message. */
const AT_LEAST_EVERY_MS = 5000

/** Messages after which the board looks otherwise. */
const NEWS: readonly string[] = [
  'new_call',
  'call_updated',
  'call_claimed',
  'call_released',
  'calls_imported',
  'follow_up_updated',
  'follow_up_due',
  'follow_up_deleted',
  'sla_breach',
  'settings_changed',
  'hello',
  'reset',
]

/** The desk now, refreshed by what happens. */
export function useWallboard() {
  const client = useQueryClient()
  const refresh = useMemo(
    () => throttle(() => void client.invalidateQueries({ queryKey: keys.wallboard }), AT_MOST_EVERY_MS),
    [client],
  )
  useLiveMessages((message) => {
    if (NEWS.includes(message.type)) refresh()
  })
  return useQuery({
    queryKey: keys.wallboard,
    queryFn: () => dataOf(api.GET('/wallboard')),
    refetchInterval: AT_LEAST_EVERY_MS,
    // Nobody focuses a screen on the wall.
    refetchIntervalInBackground: true,
    retry: false,
  })
}
