import type { ContactAnswer, ContactChannel, ContactRefusal } from '@/api/types'

/** A rule that stands in the way, and of which channels. */
export interface Reason {
  refusal: ContactRefusal
  channels: ContactChannel[]
  purpose: ContactAnswer['purpose']
}

type Answers = readonly (readonly [ContactChannel, ContactAnswer | undefined])[]

/** Every rule once, in the order of strictness, however many channels it closes. */
export function reasonsOf(answers: Answers): Reason[] {
  const reasons = new Map<string, Reason>()
  for (const [channel, answer] of answers) {
    for (const refusal of answer?.refusals ?? []) {
      const known = reasons.get(refusal.rule)
      if (known) known.channels.push(channel)
      else reasons.set(refusal.rule, { refusal, channels: [channel], purpose: answer?.purpose ?? 'reply' })
    }
  }
  return [...reasons.values()]
}
