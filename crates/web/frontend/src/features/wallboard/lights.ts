import type { Light, Wallboard } from '@/api/types'

/** After this long without an answer of the server the numbers are old and grey. */
export const STALE_MS = 10_000

/** From this share of a limit on a tile is amber; the server says the same of counts. */
const AMBER_FROM = 0.7

/** The colour of something that lasts: its time runs between two answers of the server. */
export function lightOf(since: number | undefined, limitSeconds: number, now: number): Light {
  if (since === undefined) return 'green'
  const share = (now - since) / 1000 / limitSeconds
  return share >= 1 ? 'red' : share >= AMBER_FROM ? 'amber' : 'green'
}

/** A running time for a wall: "0:42", "12:05", "3 h 07", "2 d 4 h". */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, '0')}`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** A limit in words: "60 s", "30 min". */
export function spanText(seconds: number): string {
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

/** "DR" of "Dana Reyes". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .flatMap((word) => (word ? [word.charAt(0).toUpperCase()] : []))
    .join('')
}

/** How far the clock of this screen is ahead of the server's, so that timers count the server's time. */
export function clockSkew(board: Wallboard, receivedAt: number): number {
  return receivedAt - new Date(board.at).getTime()
}
