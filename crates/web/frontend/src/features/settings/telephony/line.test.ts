import { describe, expect, it } from 'vitest'
import type { Line } from '@/api/types'
import { changesOf, problemOf } from './line'

const line: Line = {
  id: 'l1',
  number: '+14045550190',
  label: 'Main line',
  greeting: 'Hello.',
  closed_greeting: 'We are closed.',
  notice: 'This call is recorded.',
  live_transcript: false,
  ring_s: 25,
  texting: 'unregistered',
  is_default: true,
  updated_at: '2026-06-01T12:00:00.000Z',
  version: 3,
}

describe('an edit of a line', () => {
  it('sends only what differs', () => {
    expect(changesOf(line, line)).toEqual({})
    expect(changesOf(line, { ...line, live_transcript: true })).toEqual({ live_transcript: true })
    expect(changesOf(line, { ...line, ring_s: 40, label: ' Front ' })).toEqual({ ring_s: 40, label: 'Front' })
  })

  it('stops recording with a null, and never by leaving it out', () => {
    const { notice: _, ...silent } = line
    expect(changesOf(line, silent)).toEqual({ notice: null })
    expect(changesOf(silent, line)).toEqual({ notice: 'This call is recorded.' })
  })

  it('is not worth sending while words are missing', () => {
    expect(problemOf(line)).toBeUndefined()
    expect(problemOf({ ...line, label: ' ' })).toBe('Give the line a name.')
    expect(problemOf({ ...line, notice: '...' })).toMatch(/announced/)
    expect(problemOf({ ...line, closed_greeting: '' })).toMatch(/nobody comes/)
    expect(problemOf({ ...line, greeting: '' })).toBeUndefined()
  })
})
