import { expect, it } from 'vitest'
import type { ContactAnswer, ContactChannel, ContactRefusal } from '@/api/types'
import { reasonsOf } from './reasons'

const late: ContactRefusal = { rule: 'courtesy_hours', words: 'It is late there.', lifted_by: 'dispatcher' }
const silent: ContactRefusal = { rule: 'no_consent', words: 'Nobody agreed.', lifted_by: 'customer' }

function answer(channel: ContactChannel, refusals: ContactRefusal[]): [ContactChannel, ContactAnswer] {
  const allowed = refusals.length === 0
  return [channel, { channel, purpose: 'service', allowed, refusals, overridden: [], version: 1 }]
}

it('names a rule once, with every channel that it closes', () => {
  const reasons = reasonsOf([answer('call', [late]), answer('text', [late, silent]), ['email', undefined]])
  expect(reasons.map(({ refusal, channels }) => [refusal.rule, channels])).toEqual([
    ['courtesy_hours', ['call', 'text']],
    ['no_consent', ['text']],
  ])
})

it('is empty where nothing stands in the way', () => {
  expect(reasonsOf([answer('call', []), answer('email', [])])).toEqual([])
})
