// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CallRow } from '@/api/types'
import { type CallList, ofCurrent } from './useCallList'
import { useCallSelection } from './useCallSelection'

const rows = [{ id: 'a' }] as CallRow[]
const list = (stale: boolean) => ({ stale, total: 7 }) as CallList

describe('a list whose rows are those of the filters before', () => {
  afterEach(cleanup)

  it('lets none of them be ticked', () => {
    const filters = {}
    const { result, rerender } = renderHook(({ stale }) => useCallSelection(list(stale), filters), {
      initialProps: { stale: true },
    })
    act(() => result.current.forTable.onChange(rows, true))
    act(() => result.current.forTable.onAll(true))
    expect(result.current.count).toBe(0)
    rerender({ stale: false })
    act(() => result.current.forTable.onChange(rows, true))
    expect(result.current.target).toEqual({ call_ids: ['a'] })
  })

  it('opens none of them', () => {
    const open = vi.fn()
    ofCurrent({ stale: true }, open)('a')
    expect(open).not.toHaveBeenCalled()
    ofCurrent({ stale: false }, open)('a')
    expect(open).toHaveBeenCalledWith('a')
  })
})
