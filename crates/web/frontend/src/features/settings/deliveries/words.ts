import { counted } from '@/lib/counted'
import { humanise } from '@/lib/words'

const REASONS: Record<string, string> = {
  unavailable: 'Something it needs did not answer',
  internal: 'The server made a mistake',
  stale: 'Somebody else kept changing the same thing',
  too_many: 'It was tried too often at once',
  not_found: 'What it is about does not exist any more',
  unreadable: 'This version of the server cannot read the event',
  unknown_reaction: 'This version of the server does not know it',
  too_deep: 'Too many automatic steps led to one another',
}

/** "calls.call_missed" as "Call missed". */
export function eventWords(name: string): string {
  return reactionWords(name.slice(name.indexOf('.') + 1))
}

/** "missed_call_opens_follow_up" as "Missed call opens follow-up". */
export function reactionWords(name: string): string {
  return humanise(name).replace(/follow up/i, (found) => found.replace(' ', '-'))
}

/** Why it failed, for people: the server says "code: detail". Codes that need no words of their own are spelled out. */
export function reasonWords(error: string): string {
  const code = error.split(':', 1)[0]?.trim() ?? ''
  if (code === '') return 'No reason was kept'
  return REASONS[code] ?? humanise(code)
}

/** "1 delivery", "12 deliveries". */
export function countWords(count: number): string {
  return counted(count, 'delivery', 'deliveries')
}

/** "1 conversation", "12 conversations". */
export function conversationWords(count: number): string {
  return counted(count, 'conversation')
}
