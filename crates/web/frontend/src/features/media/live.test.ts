import { describe, expect, it } from 'vitest'
import type { SpokenSegment } from '@/api/types'
import { emptyWords, revealedIn, stillThere, writingOf } from './live'

const line = (id: string, text: string): SpokenSegment => ({
  id,
  speaker: 'agent',
  start_ms: 0,
  end_ms: 1,
  text,
  masked: true,
})

describe('a transcript that is being written', () => {
  it('is live only while it goes on', () => {
    expect(writingOf({ source: 'live', progress: 'going_on' })).toBe('live')
    expect(writingOf({ source: 'live', progress: 'ended' })).toBe('during')
    expect(writingOf({ source: 'live', progress: 'broke_off' })).toBe('broke_off')
    expect(writingOf({ source: 'recording', progress: 'ended' })).toBe('recording')
    expect(writingOf({ source: undefined, progress: undefined })).toBe('recording')
  })

  it('says why nothing stands there', () => {
    expect(emptyWords('live').title).toBe('Nobody has said anything yet')
    expect(emptyWords('broke_off').title).toMatch(/not being written down/)
    expect(emptyWords('recording').title).toBe('No transcript')
  })

  it('forgets what was asked for when the words of the recording take its place', () => {
    const plain = [line('1', '404 555 0142')]
    expect(stillThere([line('1', '[phone]'), line('2', '')], plain)).toBe(plain)
    expect(stillThere([line('9', '[phone]')], plain)).toBeUndefined()
    expect(stillThere([line('1', '')], undefined)).toBeUndefined()
  })

  it('shows what was asked for as it was said, and masks what came since', () => {
    const shown = [line('1', '[phone]'), line('2', '[phone]')]
    expect(revealedIn(shown, undefined)).toBe(shown)
    expect(revealedIn(shown, [line('1', '404 555 0142')]).map(({ text }) => text)).toEqual([
      '404 555 0142',
      '[phone]',
    ])
  })
})
