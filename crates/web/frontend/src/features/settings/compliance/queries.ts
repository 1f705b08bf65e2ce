import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Period } from '@/features/reports/queries'

// Days that are over do not change; a change of consent on this page makes them old by their key.
const still = { staleTime: 5 * 60_000, placeholderData: keepPreviousData }

export const dncReportQuery = (period: Period) =>
  queryOptions({
    queryKey: keys.consent.report('dnc', period),
    queryFn: async () => {
      const query = { ...period, type: 'dnc' as const }
      const { dnc: figures, from, to } = await dataOf(api.GET('/compliance/report', { params: { query } }))
      return { from, to, figures: given(figures) }
    },
    ...still,
  })

export const recordingReportQuery = (period: Period) =>
  queryOptions({
    queryKey: keys.consent.report('recording', period),
    queryFn: async () => {
      const query = { ...period, type: 'recording' as const }
      const { recording, from, to } = await dataOf(api.GET('/compliance/report', { params: { query } }))
      return { from, to, figures: given(recording) }
    },
    ...still,
  })

function given<T>(figures: T | undefined): T {
  if (figures === undefined) throw new Error('The report holds no figures.')
  return figures
}
