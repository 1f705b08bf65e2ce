import { describe, expect, it } from 'vitest'
import { presencePatch } from './presence'
import type { Talk } from './talk'
import { faceOf, secondsSince, stateOf } from './words'

describe('whom a ringing call shows', () => {
  const number = { from_e164: '+14045550111' }
  it('a customer by name', () => {
    const face = faceOf({ ...number, contact: { id: '1', name: 'Maria Lopez' }, caller_name: 'LOPEZ M' })
    expect(face).toEqual({ name: 'Maria Lopez', number: '+1 (404) 555-0111', maybe: false })
  })
  it('a name of the network as a maybe', () => {
    expect(faceOf({ ...number, caller_name: 'LOPEZ M' })).toMatchObject({ name: 'LOPEZ M', maybe: true })
  })
  it('only a number, or not even that', () => {
    expect(faceOf({ ...number, caller_name: '' })).toEqual({ name: '+1 (404) 555-0111', maybe: true })
    expect(faceOf({ caller_name: '' })).toEqual({ name: 'Number withheld', maybe: false })
  })
})

describe('how it stands with a call', () => {
  const talk: Talk = { way: 'out', phase: 'dialing', name: '', muted: false, digits: '' }
  it('counts while people talk, and never below nothing', () => {
    expect(stateOf({ ...talk, phase: 'connected', talkingSince: 1000 }, 66_000).label).toBe('1:05')
    expect(secondsSince(5000, 1000)).toBe(0)
    expect(secondsSince(undefined, 1000)).toBe(0)
  })
  it('says that the own telephone rings first', () => {
    expect(stateOf({ ...talk, via: 'phone' }, 0).label).toBe('Ringing your telephone first')
    expect(stateOf({ ...talk, via: 'browser' }, 0).label).toBe('Dialing…')
  })
})

describe('coming on duty', () => {
  it('rings the browser when nothing else would', () => {
    const silent = { presence: 'offline' as const, in_browser: false }
    expect(presencePatch(silent, 'available')).toEqual({ presence: 'available', in_browser: true })
    expect(presencePatch(silent, 'away')).toEqual({ presence: 'away' })
    expect(presencePatch({ ...silent, phone: '+14045550123' }, 'available')).toEqual({
      presence: 'available',
    })
  })
})
