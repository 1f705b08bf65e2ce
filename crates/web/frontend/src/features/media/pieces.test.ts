import { describe, expect, it } from 'vitest'
import { countFound, pieces } from './pieces'

describe('pieces', () => {
  it('cut a line where it holds what is looked for', () => {
    expect(pieces('The Heater heats', 'heat')).toEqual([
      { kind: 'plain', text: 'The ' },
      { kind: 'found', text: 'Heat' },
      { kind: 'plain', text: 'er ' },
      { kind: 'found', text: 'heat' },
      { kind: 'plain', text: 's' },
    ])
  })

  it('set apart what is masked, and find nothing within it', () => {
    expect(pieces('Call [phone].', 'phone')).toEqual([
      { kind: 'plain', text: 'Call ' },
      { kind: 'masked', text: '[phone]' },
      { kind: 'plain', text: '.' },
    ])
  })

  it('leave a line alone that holds nothing', () => {
    expect(pieces('Hello', '')).toEqual([{ kind: 'plain', text: 'Hello' }])
    expect(pieces('', 'x')).toEqual([])
    expect(countFound(['a b a', 'A', '[card] a'], 'a')).toBe(4)
  })
})
