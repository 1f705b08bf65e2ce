import type { Tone } from '@/lib/tone'

/** Whether more is better, worse, or neither. */
export type Wish = 'more' | 'less' | 'neither'

export interface Change {
  text: string
  tone: Tone
}

/** How a number moved since the period before; undefined when one of the two is missing. */
export function changeOf(
  now: number | undefined,
  before: number | undefined,
  wish: Wish,
  unit: 'percent' | 'points' | 'seconds' = 'percent',
): Change | undefined {
  if (now === undefined || before === undefined) return undefined
  const moved = now - before
  if (unit === 'percent' && before === 0) {
    return moved === 0 ? { text: 'as before', tone: 'mute' } : { text: 'from 0', tone: toneOf(moved, wish) }
  }
  const value = unit === 'percent' ? (moved / Math.abs(before)) * 100 : moved
  const rounded = Math.round(value * 10) / 10
  if (rounded === 0) return { text: 'as before', tone: 'mute' }
  const sign = rounded > 0 ? '+' : '−'
  const amount = Math.abs(rounded)
  const shown = amount >= 100 || unit === 'seconds' ? Math.round(amount).toLocaleString('en-US') : amount
  return { text: `${sign}${shown}${SUFFIX[unit]}`, tone: toneOf(moved, wish) }
}

const SUFFIX = { percent: ' %', points: ' pts', seconds: ' s' }

function toneOf(moved: number, wish: Wish): Tone {
  if (wish === 'neither') return 'mute'
  return moved > 0 === (wish === 'more') ? 'ok' : 'bad'
}
