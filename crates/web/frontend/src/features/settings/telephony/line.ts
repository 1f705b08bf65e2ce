import type { Line, LinePatch } from '@/api/types'

/** What differs, as an edit wants it: what is left out stays, and no announcement at all is `null`. */
export function changesOf(before: Line, after: Line): LinePatch {
  const patch: LinePatch = {}
  if (after.label !== before.label) patch.label = after.label.trim()
  if (after.greeting !== before.greeting) patch.greeting = after.greeting
  if (after.closed_greeting !== before.closed_greeting) patch.closed_greeting = after.closed_greeting
  if (after.notice !== before.notice) patch.notice = after.notice ?? null
  if (after.live_transcript !== before.live_transcript) patch.live_transcript = after.live_transcript
  if (after.ring_s !== before.ring_s) patch.ring_s = after.ring_s
  if (after.texting !== before.texting) patch.texting = after.texting
  if (after.is_default !== before.is_default) patch.is_default = after.is_default
  return patch
}

/** What is missing, so that saving is pointless; undefined when all is well. */
export function problemOf(line: Line): string | undefined {
  if (line.label.trim() === '') return 'Give the line a name.'
  if (!/\p{L}/u.test(line.closed_greeting)) return 'Write what callers hear when nobody comes.'
  if (line.notice !== undefined && !/\p{L}/u.test(line.notice)) {
    return 'Write what is announced, or switch recording off.'
  }
  return undefined
}
