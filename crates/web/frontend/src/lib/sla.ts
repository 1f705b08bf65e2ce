import type { FollowUpKind, FollowUpSla } from '@/api/types'
import { formatSoon, formatSpan, MINUTE } from './time'
import type { Tone } from './tone'

/** What a chip needs to know of a promise. */
export interface Promise {
  kind: FollowUpKind
  dueAt: string
  paused?: boolean
  /** Why it stands still, in words. */
  pauseReason?: string
  /** Given once it is done. */
  metAt?: string
}

export type SlaLevel = Exclude<FollowUpSla['status'], never>

export interface SlaView {
  level: SlaLevel
  tone: Tone
  text: string
  /** Under five minutes the chip counts seconds. */
  ticking: boolean
}

/** Minutes left at which a promise turns to warning and to critical (S1-SLA-02). */
const LIMITS: Record<'callback' | 'other', { warning: number; critical: number }> = {
  callback: { warning: 10, critical: 5 },
  other: { warning: 60, critical: 30 },
}

const TONES: Record<SlaLevel, Tone> = {
  ok: 'mute',
  warning: 'info',
  critical: 'warn',
  overdue: 'bad',
  paused: 'mute',
  met: 'ok',
  met_late: 'mute',
}

/** How a promise stands now. The due instant decides, never a stored word: it moves on without news from the server. */
export function slaLevel(promise: Promise, now: number): SlaLevel {
  const due = new Date(promise.dueAt).getTime()
  if (promise.metAt) return new Date(promise.metAt).getTime() <= due ? 'met' : 'met_late'
  if (promise.paused) return 'paused'
  const left = due - now
  const limits = promise.kind === 'callback' ? LIMITS.callback : LIMITS.other
  if (left <= 0) return 'overdue'
  if (left <= limits.critical * MINUTE) return 'critical'
  return left <= limits.warning * MINUTE ? 'warning' : 'ok'
}

export function slaView(promise: Promise, now: number, zone: string): SlaView {
  const level = slaLevel(promise, now)
  const left = new Date(promise.dueAt).getTime() - now
  return {
    level,
    tone: TONES[level],
    text: textOf(level, left, promise, now, zone),
    ticking: ticks(level, left),
  }
}

function ticks(level: SlaLevel, left: number): boolean {
  return (level === 'critical' || level === 'warning' || level === 'ok') && left < 5 * MINUTE
}

function textOf(level: SlaLevel, left: number, promise: Promise, now: number, zone: string): string {
  switch (level) {
    case 'met':
      return 'met'
    case 'met_late':
      return 'done late'
    case 'paused':
      return promise.pauseReason ? `paused: ${promise.pauseReason}` : 'paused'
    case 'overdue':
      return `+${formatSpan(-left)} late`
    default:
      if (left < 5 * MINUTE) return `${countdown(left)} left`
      // Beyond a day the date says more than a number of hours.
      return left < 20 * 60 * MINUTE ? `${formatSpan(left)} left` : formatSoon(promise.dueAt, zone, now)
  }
}

function countdown(left: number): string {
  const seconds = Math.ceil(left / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
