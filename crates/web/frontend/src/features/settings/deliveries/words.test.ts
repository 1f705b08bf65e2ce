import { describe, expect, it } from 'vitest'
import { countWords, eventWords, reactionWords, reasonWords } from './words'

describe('words of a delivery', () => {
  it('names the event without its domain', () => {
    expect(eventWords('calls.call_missed')).toBe('Call missed')
    expect(eventWords('followups.follow_up_promised')).toBe('Follow-up promised')
    expect(reactionWords('missed_call_opens_follow_up')).toBe('Missed call opens follow-up')
    expect(eventWords('odd')).toBe('Odd')
  })

  it('says why in a sentence, and spells out what it has no sentence for', () => {
    expect(reasonWords('unavailable: follow_ups.save failed')).toBe('Something it needs did not answer')
    expect(reasonWords('already_ended: the call has ended')).toBe('Already ended')
    expect(reasonWords('unreadable')).toBe('This version of the server cannot read the event')
    expect(reasonWords('')).toBe('No reason was kept')
  })

  it('counts', () => {
    expect(countWords(1)).toBe('1 delivery')
    expect(countWords(1200)).toBe('1,200 deliveries')
  })
})
