import type { SpokenSegment } from '@/api/types'
import type { WholeTranscript } from './queries'

/** Where the words come from, and whether more are coming. */
export type Writing = 'live' | 'broke_off' | 'during' | 'recording'

export function writingOf(transcript: Pick<WholeTranscript, 'source' | 'progress'>): Writing {
  if (transcript.source !== 'live') return 'recording'
  if (transcript.progress === 'going_on') return 'live'
  return transcript.progress === 'broke_off' ? 'broke_off' : 'during'
}

/** What is said of it in one sentence; the mark alone says that it is live. */
export const WRITING: Record<Writing, string> = {
  live: 'Being written down as they talk.',
  broke_off: 'Writing this call down broke off; words are missing.',
  during: 'Written down during the call.',
  recording: 'Written down from the recording.',
}

/** Why no word stands here. */
export function emptyWords(writing: Writing): { title: string; text: string } {
  if (writing === 'live') {
    return { title: 'Nobody has said anything yet', text: 'Words appear here as they are spoken.' }
  }
  if (writing === 'broke_off') {
    return {
      title: 'This call is not being written down',
      text: 'Writing it down broke off. The words of the recording appear here when it is in.',
    }
  }
  return { title: 'No transcript', text: 'The words of this call were not written down.' }
}

/** The lines as they were said, while they stand: the words of the recording take the place of all of them. */
export function stillThere(
  segments: readonly SpokenSegment[],
  plain: SpokenSegment[] | undefined,
): SpokenSegment[] | undefined {
  const ids = new Set(segments.map(({ id }) => id))
  return plain?.some(({ id }) => ids.has(id)) ? plain : undefined
}

/**
 * The lines with those as they were said that somebody asked for. What is added since is masked, until it is asked for,
 * too.
 */
export function revealedIn(
  segments: readonly SpokenSegment[],
  plain: readonly SpokenSegment[] | undefined,
): readonly SpokenSegment[] {
  if (!plain) return segments
  const asSaid = new Map(plain.map((segment) => [segment.id, segment]))
  return segments.map((segment) => asSaid.get(segment.id) ?? segment)
}
