import { describe, expect, it } from 'vitest'
import { actionWords, changesIn } from './changes'

const clock = () => '2:15 PM'

describe('changes in words', () => {
  it('names what a reader knows and keeps bookkeeping out', () => {
    const before = { disposition: null, notes: '', version: 1, value_est_cents: null }
    const after = { disposition: 'booked', notes: 'Comes at five', version: 2, value_est_cents: 30000 }
    expect(changesIn({ before, after }, clock)).toEqual([
      'Outcome: empty → booked',
      'Note: empty → Comes at five',
      'Estimated value: empty → $300',
    ])
  })

  it('writes moments in the zone and hides ids', () => {
    const after = { ended_at: '2026-11-21T19:15:00.000Z', customer: '01a1fc1f-9ff3-7127-8fb9-8769735bbbab' }
    expect(changesIn({ before: {}, after }, clock)).toEqual(['Ended: empty → 2:15 PM', 'Contact set'])
  })

  it('says actions as a verb', () => {
    expect(actionWords('update')).toBe('changed it')
    expect(actionWords('something_new')).toBe('something new')
  })
})
