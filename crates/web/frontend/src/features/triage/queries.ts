import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'

/** How many calls the queue beside the desk shows. */
const SHOWN = 10

/** The next calls with the reason for their place. Live messages refresh it; the interval moves the reasons on. */
export const queueQuery = queryOptions({
  queryKey: keys.triage.queue,
  queryFn: () => dataOf(api.GET('/calls/queue/triage', { params: { query: { limit: SHOWN } } })),
  refetchInterval: 30_000,
})
