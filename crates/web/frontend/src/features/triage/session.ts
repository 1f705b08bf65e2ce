/**
 * One sitting at the triage desk: what was done, what was skipped and why. Kept for the browser tab, so that a
 * reload neither forgets the figures nor lets a skip go uncounted.
 */
export interface TriageSession {
  done: DoneCall[]
  skipped: SkippedCall[]
}

export interface DoneCall {
  id: string
  name: string
  outcome: string
  /** From opening the call to saving its outcome. */
  seconds: number
  undoUntil?: string
}

export interface SkippedCall {
  id: string
  name: string
  reason?: string
}

export const EMPTY_SESSION: TriageSession = { done: [], skipped: [] }

/** A call may be passed over freely this often; from then on the desk wants to know why. */
export const FREE_SKIPS = 2

export function withDone(session: TriageSession, call: DoneCall): TriageSession {
  return {
    done: [...session.done.filter((other) => other.id !== call.id), call],
    skipped: session.skipped.filter((other) => other.id !== call.id),
  }
}

export function withoutDone(session: TriageSession, id: string): TriageSession {
  return { ...session, done: session.done.filter((call) => call.id !== id) }
}

export function withSkipped(session: TriageSession, call: SkippedCall): TriageSession {
  return { ...session, skipped: [...session.skipped.filter((other) => other.id !== call.id), call] }
}

/** The skipped calls are offered again; the count starts anew. */
export function withoutSkips(session: TriageSession): TriageSession {
  return { ...session, skipped: [] }
}

export function needsSkipReason(session: TriageSession): boolean {
  return session.skipped.length >= FREE_SKIPS
}

/** The newest result that the server still lets one take back. */
export function undoable(session: TriageSession, now: number): DoneCall | undefined {
  const last = session.done.at(-1)
  return last && (last.undoUntil === undefined || Date.parse(last.undoUntil) > now) ? last : undefined
}

/** Seconds per finished call; undefined before the first. */
export function averageSeconds(session: TriageSession): number | undefined {
  if (session.done.length === 0) return undefined
  return Math.round(session.done.reduce((sum, call) => sum + call.seconds, 0) / session.done.length)
}

/** "12 of 47, 38 s each, 4 skipped": the call at hand counts as the next of those done. */
export function progressText(session: TriageSession, queued: number): string {
  const total = session.done.length + queued
  const parts = [`${Math.min(session.done.length + 1, total)} of ${total}`]
  const average = averageSeconds(session)
  if (average !== undefined) parts.push(`${average} s each`)
  if (session.skipped.length > 0) parts.push(`${session.skipped.length} skipped`)
  return parts.join(', ')
}
