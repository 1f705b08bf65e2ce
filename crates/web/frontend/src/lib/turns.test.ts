import { describe, expect, it } from 'vitest'
import { withoutTurns } from './turns'

describe('withoutTurns', () => {
  it('takes away what turns the words beside it', () => {
    expect(withoutTurns('\u202egnp.exe\u2066 and \u2069\u202dmore\u202c')).toBe('gnp.exe and more')
  })

  it('leaves every letter and the marks that turn nothing', () => {
    const text = 'דנה \u200f(3)\u200e 👩\u200d👧 naïve\n\ttwo'
    expect(withoutTurns(text)).toBe(text)
  })
})
