import type { CallRow, Message } from '@/api/types'
import { dayKey, formatDay, startOfDay } from '@/lib/time'

/** A line of a thread: a day, a text or a call. */
export type Entry =
  | { kind: 'day'; key: string; label: string }
  | { kind: 'text'; key: string; message: Message }
  | { kind: 'call'; key: string; call: CallRow }

interface Thread {
  messages: readonly Message[]
  calls: readonly CallRow[]
  /** More texts can be loaded, so older calls have no place yet. */
  more: boolean
}

/** Texts and calls in the order in which they happened, a heading for each day; what is planned stands last. */
export function entriesOf({ messages, calls, more }: Thread, zone: string, now: number): Entry[] {
  const oldest = messages.at(-1)?.at
  const placed = calls.filter((call) => !more || (oldest !== undefined && call.started_at >= oldest))
  const all = [
    ...messages.map((message) => ({ at: message.at, entry: textEntry(message) })),
    ...placed.map((call) => ({ at: call.started_at, entry: callEntry(call) })),
  ].sort((a, b) => a.at.localeCompare(b.at))
  const entries: Entry[] = []
  let day = ''
  for (const { at, entry } of all) {
    const when = new Date(at).getTime()
    const today = dayKey(when, zone)
    if (today !== day) {
      entries.push({ kind: 'day', key: `day-${today}`, label: dayLabel(when, zone, now) })
      day = today
    }
    entries.push(entry)
  }
  return entries
}

function textEntry(message: Message): Entry {
  return { kind: 'text', key: message.id, message }
}

function callEntry(call: CallRow): Entry {
  return { kind: 'call', key: call.id, call }
}

function dayLabel(at: number, zone: string, now: number): string {
  if (at >= startOfDay(now, zone, 1)) {
    return at < startOfDay(now, zone, 2) ? 'Tomorrow' : formatDay(at, zone)
  }
  if (at >= startOfDay(now, zone)) return 'Today'
  if (at >= startOfDay(now, zone, -1)) return 'Yesterday'
  return formatDay(at, zone)
}
