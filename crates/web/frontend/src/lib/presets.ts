import { atHour, DAY, HOUR, MINUTE, startOfDay } from './time'

export interface MomentPreset {
  key: string
  label: string
  at: (now: number, zone: string) => number
}

/** When to come back to somebody. Hours of the day are the workspace's, wherever the browser is (S1-DRW-05). */
export const FOLLOW_UP_PRESETS: readonly MomentPreset[] = [
  { key: '30m', label: 'In 30 min', at: (now) => now + 30 * MINUTE },
  { key: '2h', label: 'In 2 hours', at: (now) => now + 2 * HOUR },
  { key: 'tomorrow', label: 'Tomorrow 9 AM', at: (now, zone) => atHour(now, zone, 1, 9) },
]

export type RangePreset = 'today' | 'yesterday' | '7d' | '30d'

export const RANGE_PRESETS: readonly { key: RangePreset; label: string }[] = [
  { key: 'today', label: 'Today' },
  { key: 'yesterday', label: 'Yesterday' },
  { key: '7d', label: '7 days' },
  { key: '30d', label: '30 days' },
]

/** Start (included) and end (excluded) of a range of whole days in a zone; no end means "until now". */
export function rangeOf(preset: RangePreset, now: number, zone: string): { from: number; to?: number } {
  const today = startOfDay(now, zone)
  switch (preset) {
    case 'today':
      return { from: today }
    case 'yesterday':
      return { from: startOfDay(now, zone, -1), to: today }
    case '7d':
      return { from: startOfDay(now, zone, -6) }
    case '30d':
      return { from: startOfDay(now - 29 * DAY, zone) }
  }
}
