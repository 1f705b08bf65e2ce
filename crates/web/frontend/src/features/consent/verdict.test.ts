import { describe, expect, it } from 'vitest'
import type { ContactAnswer, ContactRefusal } from '@/api/types'
import { mayLift, reasonOf, verdictOf } from './verdict'

function refusal(part: Partial<ContactRefusal>): ContactRefusal {
  return { rule: 'courtesy_hours', words: 'It is 23:10 there.', lifted_by: 'dispatcher', ...part }
}

function answer(refusals: ContactRefusal[]): ContactAnswer {
  return {
    channel: 'call',
    purpose: 'reply',
    allowed: refusals.length === 0,
    refusals,
    overridden: [],
    version: 4,
  }
}

describe('a verdict', () => {
  it('is not known before the server answers', () => {
    expect(verdictOf(undefined).kind).toBe('unknown')
  })

  it('allows what nothing stands in the way of', () => {
    expect(verdictOf(answer([]))).toEqual({ kind: 'allowed' })
  })

  it('asks for a reason when a dispatcher may lift every rule', () => {
    const late = refusal({})
    expect(verdictOf(answer([late]))).toEqual({ kind: 'reason', refusals: [late] })
  })

  it('blocks when one rule takes more than a reason, and lets the strictest speak', () => {
    const marked = refusal({ rule: 'do_not_contact', words: 'The customer asked.', lifted_by: 'owner' })
    expect(verdictOf(answer([marked, refusal({})]))).toEqual({
      kind: 'blocked',
      reason: 'Contact has requested Do Not Contact',
    })
  })

  it('never reads a refusal without rules as a yes', () => {
    expect(verdictOf({ ...answer([]), allowed: false }).kind).toBe('unknown')
  })
})

describe('lifting', () => {
  it('goes up the ladder of roles and not down', () => {
    expect(mayLift(refusal({ lifted_by: 'owner' }), 'admin')).toBe(false)
    expect(mayLift(refusal({ lifted_by: 'admin' }), 'owner')).toBe(true)
    expect(mayLift(refusal({ lifted_by: 'customer' }), 'owner')).toBe(false)
    expect(mayLift(refusal({ lifted_by: 'dispatcher' }), 'viewer')).toBe(false)
  })

  it('keeps the words of every other rule', () => {
    expect(reasonOf(refusal({}))).toBe('It is 23:10 there.')
  })
})
