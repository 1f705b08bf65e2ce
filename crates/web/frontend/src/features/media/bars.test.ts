import { describe, expect, it } from 'vitest'
import { bars } from './bars'

describe('bars', () => {
  it('show the loudest of what each stands for', () => {
    expect(bars([0, 100, 50, 20], 5)).toEqual([1, 0.5])
  })

  it('are as many as fit, also for a short line', () => {
    expect(bars([80], 11)).toEqual([0.8, 0.8, 0.8, 0.8])
    expect(bars([], 5)).toEqual([0, 0])
    expect(bars([1], 0)).toEqual([])
  })
})
