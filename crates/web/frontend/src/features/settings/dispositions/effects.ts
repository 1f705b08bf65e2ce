import type { Disposition } from '@/api/types'

/** What saving a disposition will do, while it is still being written; the server says the same once it is saved. */
export function effectsOf(rule: Omit<Disposition, 'side_effects'>): string[] {
  const effects: string[] = []
  if (rule.follow_up_minutes !== undefined && rule.follow_up_minutes !== null) {
    effects.push(`promises a callback in ${spoken(rule.follow_up_minutes)}, unless one is open`)
  }
  if (rule.class !== 'open') effects.push('completes open follow-ups of this call')
  if (rule.clears_value) effects.push('sets the estimated value to $0')
  if (rule.marks_do_not_contact || rule.class === 'suppress')
    effects.push('marks the customer do-not-contact')
  return effects
}

/** What it asks of the person: a note, a follow-up. */
export function demandsOf(rule: Pick<Disposition, 'requires_note' | 'requires_follow_up'>): string {
  const demands = [rule.requires_note && 'note', rule.requires_follow_up && 'follow-up'].filter(Boolean)
  return demands.join(', ')
}

function spoken(minutes: number): string {
  return minutes > 60 && minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`
}
