import { describe, expect, it } from 'vitest'
import type { FindingHealth, TelephonyFinding } from '@/api/types'
import { verdictOf } from './findings'

const finding = (health: FindingHealth): TelephonyFinding => ({ looked: 'number', health, text: 'Seen.' })

describe('the verdict of a check', () => {
  it('names what does not work before what could be better', () => {
    expect(verdictOf([finding('fine')])).toBe('Everything is in order.')
    expect(verdictOf([finding('fine'), finding('warning')])).toMatch(/could be better/)
    expect(verdictOf([finding('warning'), finding('failure')])).toBe('One thing does not work.')
    expect(verdictOf([finding('failure'), finding('failure')])).toBe('2 things do not work.')
  })
})
