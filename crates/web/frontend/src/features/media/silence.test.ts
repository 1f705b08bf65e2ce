import { describe, expect, it } from 'vitest'
import { afterSilence, silences } from './silence'

const line = (text: string) => [...text].map((sign) => (sign === '.' ? 2 : 60))

describe('silences', () => {
  const peaks = { customer: line('##......##....'), agent: line('...##.........') }

  it('are where neither side speaks for a while', () => {
    expect(silences(peaks, 14)).toEqual([
      { from: 5.35, to: 7.65 },
      { from: 10.35, to: 13.65 },
    ])
  })

  it('are none in a sound without a shape, or without pauses', () => {
    expect(silences({ customer: [], agent: [] }, 60)).toEqual([])
    expect(silences({ customer: line('#.#.#.'), agent: [] }, 6)).toEqual([])
  })

  it('are left at their end, and only from within', () => {
    const found = silences(peaks, 14)
    expect(afterSilence(found, 6)).toBe(7.65)
    expect(afterSilence(found, 7.65)).toBeUndefined()
    expect(afterSilence(found, 1)).toBeUndefined()
  })
})
