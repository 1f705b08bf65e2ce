import { describe, expect, it } from 'vitest'
import type { Disposition } from '@/api/types'
import { type BulkForm, changeOf, EMPTY_FORM, spamDisposition } from './change'

const rule = (key: string, more: Partial<Disposition> = {}): Disposition =>
  ({ key, label: key, class: 'open', active: true, clears_value: false, position: 1, ...more }) as Disposition

const around = {
  now: Date.parse('2026-05-20T14:00:00Z'),
  zone: 'UTC',
  catalogue: [
    rule('booked', { class: 'won' }),
    rule('callback', { follow_up_minutes: 60 }),
    rule('estimate'),
    rule('spam', { class: 'not_a_lead', clears_value: true }),
  ],
}
const form = (more: Partial<BulkForm>): BulkForm => ({ ...EMPTY_FORM, ...more })

describe('the change that a form asks for', () => {
  it('adds and removes tags, and waits for the first', () => {
    expect(changeOf('tag', EMPTY_FORM, around)).toBeUndefined()
    expect(changeOf('tag', form({ tags: ['Storm'] }), around)).toEqual({
      operation: 'tag',
      data: { tags: ['Storm'] },
    })
    expect(changeOf('tag', form({ tags: ['Storm'], removes: true }), around)?.operation).toBe('untag')
  })

  it('gives an outcome with what belongs to it and nothing else', () => {
    expect(changeOf('outcome', EMPTY_FORM, around)).toBeUndefined()
    const filled = form({
      disposition: 'booked',
      note: ' Storm ',
      spamReason: 'robocall',
      when: 'tomorrow 9',
    })
    expect(changeOf('outcome', filled, around)).toEqual({
      operation: 'disposition',
      data: { disposition: 'booked', note: 'Storm', replace: false },
    })
    const spam = form({ disposition: 'spam', spamReason: 'robocall', replaces: true })
    expect(changeOf('outcome', spam, around)?.data).toEqual({
      disposition: 'spam',
      spam_reason: 'robocall',
      replace: true,
    })
  })

  it('leaves the time to the rule only where the rule has minutes', () => {
    const timeless = (disposition: string) => form({ disposition, promises: true })
    expect(changeOf('outcome', timeless('callback'), around)?.data?.follow_up).toEqual({ type: 'callback' })
    expect(changeOf('outcome', timeless('estimate'), around)).toBeUndefined()
  })

  it('promises a follow-up at a time that is understood and to come', () => {
    expect(changeOf('follow_up', EMPTY_FORM, around)).toBeUndefined()
    expect(changeOf('follow_up', form({ when: 'whenever' }), around)).toBeUndefined()
    const promised = changeOf('follow_up', form({ when: 'tomorrow 9', assignedTo: 'ana' }), around)
    expect(promised).toEqual({
      operation: 'followup',
      data: { follow_up: { type: 'callback', due_at: '2026-05-21T09:00:00.000Z', assigned_to: 'ana' } },
    })
  })

  it('gives follow-ups to a member or back to everybody', () => {
    expect(changeOf('assign', form({ assignedTo: 'ana' }), around)?.data).toEqual({ assigned_to: 'ana' })
    expect(changeOf('assign', EMPTY_FORM, around)?.data).toEqual({ assigned_to: null })
  })
})

describe('what says spam', () => {
  it('is the shipped disposition, else one that never was a lead and clears the value', () => {
    expect(spamDisposition(around.catalogue)?.key).toBe('spam')
    const own = rule('junk', { class: 'not_a_lead', clears_value: true })
    expect(spamDisposition([rule('spam', { active: false }), own])?.key).toBe('junk')
    expect(spamDisposition([rule('booked')])).toBeUndefined()
  })
})
