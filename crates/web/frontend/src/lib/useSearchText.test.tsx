// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useSearchText } from './useSearchText'

function search(value = '') {
  const onChange = vi.fn()
  const { result, rerender } = renderHook((now: string) => useSearchText(now, onChange), {
    initialProps: value,
  })
  const type = (text: string) => act(() => result.current.type(text))
  const wait = () => act(() => vi.advanceTimersByTime(300))
  return { result, rerender, onChange, type, wait }
}

describe('the words of a search field', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
  })

  it('apply once, shortly after the last key', () => {
    const { onChange, type, wait } = search()
    type('lea')
    type('leak ')
    expect(onChange).not.toHaveBeenCalled()
    wait()
    expect(onChange.mock.calls).toEqual([['leak']])
  })

  it('keep what is typed on while they come back', () => {
    const { result, rerender, type, wait } = search()
    type('leak ')
    wait()
    type('leak in')
    rerender('leak')
    expect(result.current.text).toBe('leak in')
  })

  it('become what comes from elsewhere', () => {
    const { result, rerender, type, wait } = search('roof')
    type('leak')
    wait()
    rerender('leak')
    rerender('')
    expect(result.current.text).toBe('')
  })

  it('are forgotten when others come from elsewhere before they apply', () => {
    const { result, rerender, onChange, type, wait } = search('leak')
    type('leaks')
    rerender('')
    wait()
    expect(onChange).not.toHaveBeenCalled()
    expect(result.current.text).toBe('')
  })

  it('are cleared at once, and nothing comes after it', () => {
    const { result, onChange, type, wait } = search()
    type('leak')
    act(() => result.current.clear())
    wait()
    expect(onChange.mock.calls).toEqual([['']])
    expect(result.current.text).toBe('')
  })
})
