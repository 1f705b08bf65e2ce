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

/** Last calls with the same person or number. */
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: keys.calls.history(id),
    queryFn: async () => (await dataOf(api.GET('/calls/{id}/history', { params: { path: { id } } }))).data,
  })

/** Open promises to a customer, whichever call they came from. */
export const openFollowUpsQuery = (customer: string) =>
  queryOptions({
    queryKey: keys.followUps.list({ contact_id: customer, status: ['open'], limit: 5 }),
    queryFn: async () =>
      (
        await dataOf(
          api.GET('/followups', { params: { query: { contact_id: customer, status: ['open'], limit: 5 } } }),
        )
      ).data,
  })
