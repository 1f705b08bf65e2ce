import { describe, expect, it } from 'vitest'
import type { BulkRequest } from '@/api/types'
import { askedFor } from './asking'
import { EMPTY_FORM } from './change'

const target = { call_ids: ['a', 'b'] }
const tagging = (...tags: string[]): BulkRequest => ({ ...target, operation: 'tag', data: { tags } })

describe('asking for a change of many calls', () => {
  const form = { ...EMPTY_FORM, tags: ['storm'], when: 'in 2 h' }
  const first = askedFor(undefined, form, target, tagging('storm'))

  it('asks for the same job when the same is asked again, even as time goes on', () => {
    expect(askedFor(first, { ...form }, { ...target }, tagging('storm', 'later'))).toBe(first)
  })

  it('asks for another job when the form or the calls are others', () => {
    const other = askedFor(first, { ...form, tags: ['hail'] }, target, tagging('hail'))
    expect(other.key).not.toBe(first.key)
    expect(other.request.data).toEqual({ tags: ['hail'] })
    expect(askedFor(first, form, { call_ids: ['a'] }, tagging('storm')).key).not.toBe(first.key)
  })
})
