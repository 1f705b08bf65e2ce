import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { SpokenSegment, TranscriptSource } from '@/api/types'

/** Links open for five minutes; what is shown is asked for again before they close. */
const LINKS_MS = 4 * 60_000
const PAGE = 100

/** The recording of a call; null when there is none. */
export const recordingQuery = (call: string) =>
  queryOptions({
    queryKey: keys.calls.recording(call),
    queryFn: async () =>
      (await api.GET('/calls/{id}/recording', { params: { path: { id: call } } })).data ?? null,
    staleTime: LINKS_MS,
  })

/** Asks for a link; a recording that still waits with the telephone company is brought in. */
export const linkOf = (call: string) =>
  dataOf(api.POST('/calls/{id}/recording/link', { params: { path: { id: call } } }))

export interface WholeTranscript {
  source: TranscriptSource | undefined
  segments: SpokenSegment[]
}

/** All that was said in a call, masked, or as it was said; the server gives it page by page. */
export async function wholeTranscript(call: string, asSaid = false): Promise<WholeTranscript> {
  const segments: SpokenSegment[] = []
  let source: TranscriptSource | undefined
  let cursor: string | undefined
  do {
    const params = { path: { id: call }, query: { limit: PAGE, ...(cursor ? { cursor } : {}) } }
    const page = asSaid
      ? await dataOf(api.POST('/calls/{id}/transcript/reveal', { params }))
      : await dataOf(api.GET('/calls/{id}/transcript', { params }))
    segments.push(...page.data)
    source = page.source
    cursor = page.next_cursor
  } while (cursor)
  return { source, segments }
}

export const transcriptQuery = (call: string) =>
  queryOptions({
    queryKey: keys.calls.transcript(call),
    queryFn: () => wholeTranscript(call),
  })

export const attachmentsQuery = (call: string) =>
  queryOptions({
    queryKey: keys.calls.attachments(call),
    queryFn: async () =>
      (await dataOf(api.GET('/calls/{id}/attachments', { params: { path: { id: call } } }))).attachments,
    staleTime: LINKS_MS,
    refetchInterval: LINKS_MS,
  })
