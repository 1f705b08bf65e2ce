import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { SpokenSegment, TranscriptProgress, TranscriptSource } from '@/api/types'

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
  progress: TranscriptProgress | undefined
  segments: SpokenSegment[]
  /** Where the last page began, so that a transcript that grows is not read from its beginning each time. */
  lastPage: { cursor: string | undefined; from: number }
}

/**
 * All that was said in a call, masked, or as it was said; the server gives it page by page. Of one that is `known` and goes
 * on, only the last page and what follows is asked for.
 */
export async function wholeTranscript(
  call: string,
  asSaid = false,
  known?: WholeTranscript,
): Promise<WholeTranscript> {
  const before = known?.progress === 'going_on' ? known : undefined
  const segments = before ? before.segments.slice(0, before.lastPage.from) : []
  let source: TranscriptSource | undefined
  let progress: TranscriptProgress | undefined
  let cursor = before?.lastPage.cursor
  let total = 0
  let lastPage: WholeTranscript['lastPage']
  do {
    lastPage = { cursor, from: segments.length }
    const params = { path: { id: call }, query: { limit: PAGE, ...(cursor ? { cursor } : {}) } }
    const page = asSaid
      ? await dataOf(api.POST('/calls/{id}/transcript/reveal', { params }))
      : await dataOf(api.GET('/calls/{id}/transcript', { params }))
    segments.push(...page.data)
    source = page.source
    progress = page.progress
    total = page.segments
    cursor = page.next_cursor
  } while (cursor)
  // A sentence that came late stands further up, and the words of the recording take the place of all of it.
  const missed = progress !== 'going_on' || segments.length !== total
  if (before?.lastPage.cursor && missed) return wholeTranscript(call, asSaid)
  return { source, progress, segments, lastPage }
}

export const transcriptQuery = (call: string) =>
  queryOptions({
    queryKey: keys.calls.transcript(call),
    queryFn: ({ client, queryKey }) =>
      wholeTranscript(call, false, client.getQueryData<WholeTranscript>(queryKey)),
  })

export const attachmentsQuery = (call: string) =>
  queryOptions({
    queryKey: keys.calls.attachments(call),
    queryFn: async () =>
      (await dataOf(api.GET('/calls/{id}/attachments', { params: { path: { id: call } } }))).attachments,
    staleTime: LINKS_MS,
    refetchInterval: LINKS_MS,
  })
