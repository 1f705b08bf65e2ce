import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'

export interface Period {
  from: string
  to: string
}

// Numbers of a closed stretch of time: asked for once, and again when the reader asks.
const still = { staleTime: 5 * 60_000, placeholderData: keepPreviousData }

export const overviewQuery = (query: Period) =>
  queryOptions({
    queryKey: keys.reports.part('overview', query),
    queryFn: () => dataOf(api.GET('/analytics/calls/overview', { params: { query } })),
    ...still,
  })

export const trendsQuery = (query: Period) =>
  queryOptions({
    queryKey: keys.reports.part('trends', query),
    queryFn: () => dataOf(api.GET('/analytics/calls/trends', { params: { query } })),
    ...still,
  })

export const agentsQuery = (query: Period) =>
  queryOptions({
    queryKey: keys.reports.part('agents', query),
    queryFn: () => dataOf(api.GET('/analytics/agents/performance', { params: { query } })),
    ...still,
  })

export const slaQuery = (query: Period) =>
  queryOptions({
    queryKey: keys.reports.part('sla', query),
    queryFn: () => dataOf(api.GET('/analytics/sla', { params: { query } })),
    ...still,
  })
