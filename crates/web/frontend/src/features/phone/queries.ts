import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Line, Station, StationPatch } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { present } from '@/lib/present'

/** More are not listed; who would answer them all? */
const MOST_RINGING = 20

/** Where I am rung, and who carries the calls. */
export const stationQuery = queryOptions({
  queryKey: keys.phone.station,
  queryFn: async () => present(await dataOf(api.GET('/phone'))),
  staleTime: 5 * 60_000,
})

/** Numbers of the company. */
export const linesQuery = queryOptions({
  queryKey: keys.settings.section('lines'),
  queryFn: async () => (await dataOf(api.GET('/settings/lines'))).lines.map(present),
  staleTime: 5 * 60_000,
})

/** Who rings now. Read once; from then on the live connection keeps it. */
export const ringingQuery = queryOptions({
  queryKey: keys.calls.ringing,
  queryFn: async () => {
    const query = { status: ['ringing' as const], direction: ['in' as const], limit: MOST_RINGING }
    return (await dataOf(api.GET('/calls', { params: { query } }))).data
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** Calls of which nobody knows whether they were placed. */
export const unknownCallsQuery = queryOptions({
  queryKey: keys.phone.unknown,
  queryFn: async () => (await dataOf(api.GET('/phone/unknown-calls'))).calls,
})

export async function changeStation(client: QueryClient, body: StationPatch): Promise<Station> {
  const saved = present(await dataOf(api.PATCH('/phone', { body })))
  client.setQueryData(stationQuery.queryKey, saved)
  return saved
}

/** What people call the number that was called. */
export function lineName(lines: readonly Line[] | undefined, number: string | undefined): string {
  return lines?.find((line) => line.number === number)?.label ?? formatPhone(number)
}
