import type { MediaRecording } from '@/api/types'

export type Peaks = NonNullable<MediaRecording['peaks']>

/** A stretch of a sound, in seconds. */
export interface Stretch {
  from: number
  to: number
}

/** Below this nobody speaks: it is the hiss of the line. */
const QUIET = 8
/** Shorter pauses belong to speaking. */
const LEAST_S = 1.5
/** What stays of a pause at either end, so that no syllable is cut. */
const MARGIN_S = 0.35

/** Where nobody speaks for a while. */
export function silences(peaks: Peaks, duration: number): Stretch[] {
  const { customer, agent } = peaks
  const step = duration / Math.max(1, customer.length)
  const found: Stretch[] = []
  let begun = -1
  for (let index = 0; index <= customer.length; index += 1) {
    const speaks = index === customer.length || Math.max(customer[index] ?? 0, agent[index] ?? 0) >= QUIET
    if (!speaks && begun < 0) begun = index
    if (speaks && begun >= 0) {
      const stretch = { from: begun * step + MARGIN_S, to: index * step - MARGIN_S }
      if (stretch.to - stretch.from >= LEAST_S - 2 * MARGIN_S) found.push(stretch)
      begun = -1
    }
  }
  return found
}

/** Where to go on from a place within a silence; nothing when somebody speaks there. */
export function afterSilence(found: readonly Stretch[], at: number): number | undefined {
  return found.find(({ from, to }) => at >= from && at < to - 0.05)?.to
}
