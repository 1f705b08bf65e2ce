import type { SlaRule } from '@/api/types'
import { INTENT, STATUS } from '@/lib/words'

/** A rule's condition as a person says it: "missed inbound calls about a quote from unknown numbers". */
export function conditionText(when: SlaRule['when'], labelOf: (disposition: string) => string): string {
  const parts: string[] = []
  if (when.status?.length)
    parts.push(either(when.status.map((status) => labelIn(STATUS, status).toLowerCase())))
  if (when.direction) parts.push(when.direction === 'in' ? 'inbound' : 'outbound')
  parts.push('calls')
  if (when.intent?.length)
    parts.push(`about ${either(when.intent.map((intent) => labelIn(INTENT, intent).toLowerCase()))}`)
  if (when.known_customer !== undefined)
    parts.push(when.known_customer ? 'from known customers' : 'from unknown numbers')
  if (when.disposition?.length)
    parts.push(`with outcome ${either(when.disposition.map((key) => `“${labelOf(key)}”`))}`)
  if (when.min_emergency_score !== undefined)
    parts.push(`with an emergency score of ${when.min_emergency_score} or more`)
  if (when.after_hours !== undefined) parts.push(when.after_hours ? 'after hours' : 'in business hours')
  return parts.length === 1 ? 'all calls' : parts.join(' ')
}

function labelIn(words: Record<string, { label: string }>, key: string): string {
  return words[key]?.label ?? key
}

function either(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** The condition without what was emptied. */
export function tidied(when: SlaRule['when']): SlaRule['when'] {
  const kept = Object.entries(when).filter(
    ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(kept)
}
