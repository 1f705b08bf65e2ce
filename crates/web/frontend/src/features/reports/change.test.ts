import { describe, expect, it } from 'vitest'
import { changeOf } from './change'

describe('a change against the period before', () => {
  it('says how much and whether that is good', () => {
    expect(changeOf(612, 565, 'neither')).toEqual({ text: '+8.3 %', tone: 'mute' })
    expect(changeOf(91.2, 89.3, 'more', 'points')).toEqual({ text: '+1.9 pts', tone: 'ok' })
    expect(changeOf(24, 18, 'less', 'seconds')).toEqual({ text: '+6 s', tone: 'bad' })
    expect(changeOf(5, 10, 'less')).toEqual({ text: '−50 %', tone: 'ok' })
    expect(changeOf(3000, 10, 'more')?.text).toBe('+29,900 %')
  })

  it('does not divide by nothing', () => {
    expect(changeOf(4, 0, 'less')).toEqual({ text: 'from 0', tone: 'bad' })
    expect(changeOf(0, 0, 'less')).toEqual({ text: 'as before', tone: 'mute' })
    expect(changeOf(undefined, 3, 'more')).toBeUndefined()
    expect(changeOf(3, undefined, 'more')).toBeUndefined()
  })
})
