import { expect, it } from 'vitest'
import type { SlaRule } from '@/api/types'
import { conditionText, tidied } from './condition'

const label = (key: string) => ({ callback: 'Callback scheduled' })[key] ?? key

it.each<[SlaRule['when'], string]>([
  [{}, 'all calls'],
  [{ direction: 'in', status: ['missed'] }, 'missed inbound calls'],
  [
    { direction: 'in', status: ['missed', 'failed'], intent: ['quote'], known_customer: false },
    'missed or failed inbound calls about quote from unknown numbers',
  ],
  [{ disposition: ['callback'] }, 'calls with outcome “Callback scheduled”'],
  [{ min_emergency_score: 70, after_hours: true }, 'calls with an emergency score of 70 or more after hours'],
])('%j', (when, text) => {
  expect(conditionText(when, label)).toBe(text)
})

it('drops what was emptied', () => {
  expect(tidied({ intent: [], status: [], known_customer: false })).toEqual({ known_customer: false })
})
