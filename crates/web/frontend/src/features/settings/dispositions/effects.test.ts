import { expect, it } from 'vitest'
import type { Disposition } from '@/api/types'
import { demandsOf, effectsOf } from './effects'

const rule = {
  class: 'open',
  clears_value: false,
  marks_do_not_contact: false,
  requires_note: true,
  requires_follow_up: true,
} as Disposition

it('tells what saving will do', () => {
  expect(effectsOf({ ...rule, follow_up_minutes: 120 })).toEqual([
    'promises a callback in 2 hours, unless one is open',
  ])
  expect(effectsOf({ ...rule, class: 'not_a_lead', clears_value: true })).toEqual([
    'completes open follow-ups of this call',
    'sets the estimated value to $0',
  ])
  expect(effectsOf({ ...rule, class: 'suppress' })).toContain('marks the customer do-not-contact')
  expect(effectsOf(rule)).toEqual([])
})

it('tells what it asks for', () => {
  expect(demandsOf(rule)).toBe('note, follow-up')
  expect(demandsOf({ requires_note: false, requires_follow_up: false })).toBe('')
})
