// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keys } from '@/api/keys'
import { dispositionsQuery } from '@/api/session'
import type { CallDetail } from '@/api/types'
import { keptDrafts, keptKey, withPart } from './keptDrafts'
import { useCallEditor } from './useCallEditor'

const call = (part: Partial<CallDetail> = {}) =>
  ({
    id: 'c1',
    version: 1,
    direction: 'in',
    purpose: 'inbound',
    notes: '',
    follow_ups: [],
    ...part,
  }) as CallDetail

function sitting(member: string) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData<unknown>(keys.me, { member: { id: member } })
  client.setQueryData(dispositionsQuery.queryKey, [])
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return (shown: CallDetail) =>
    renderHook(({ now }) => useCallEditor(now), { wrapper, initialProps: { now: shown } })
}

describe('a draft of a call', () => {
  const answers: ((saved: CallDetail) => void)[] = []

  beforeEach(() => {
    answers.length = 0
    vi.stubGlobal(
      'fetch',
      () =>
        new Promise<Response>((resolve) => answers.push((saved) => resolve(Response.json({ call: saved })))),
    )
  })
  afterEach(() => {
    cleanup()
    keptDrafts.clear()
    vi.unstubAllGlobals()
  })

  it('is done with when the save ends after the call was left, so that nothing saves it again', async () => {
    const open = sitting('m1')
    const first = open(call())
    act(() => first.result.current.change({ notes: 'Boiler' }))
    first.unmount()
    await waitFor(() => expect(answers).toHaveLength(1))
    answers[0]?.(call({ version: 2, notes: 'Boiler' }))
    await waitFor(() => expect(keptDrafts.of(keptKey('m1', 'c1'))).toBeUndefined())
    const undone = open(call({ version: 3 }))
    expect(undone.result.current.draft).toEqual({})
    expect(undone.result.current.state.kind).toBe('clean')
  })

  it('that was opened again during the save goes on from what was saved', async () => {
    const open = sitting('m1')
    const first = open(call())
    act(() => first.result.current.change({ notes: 'Boiler' }))
    first.unmount()
    const second = open(call())
    await waitFor(() => expect(answers).toHaveLength(1))
    await act(async () => answers[0]?.(call({ version: 2, notes: 'Boiler' })))
    await waitFor(() => expect(second.result.current.draft).toEqual({}))
    second.rerender({ now: call({ version: 2, notes: 'Boiler' }) })
    act(() => second.result.current.change({ notes: 'Boiler, again' }))
    expect(second.result.current.state.kind).toBe('waiting')
  })

  it('is nobody else’s', () => {
    const key = keptKey('m1', 'c1')
    keptDrafts.keep(key, withPart(undefined, { disposition: 'booked' }, call()))
    expect(sitting('m1')(call()).result.current.draft).toEqual({ disposition: 'booked' })
    expect(sitting('m2')(call()).result.current.draft).toEqual({})
  })

  it('conflicts with a note that came since it began', () => {
    const { result, rerender } = sitting('m1')(call({ notes: 'old' }))
    act(() => result.current.change({ notes: 'mine' }))
    rerender({ now: call({ version: 2, notes: 'theirs' }) })
    expect(result.current.state.kind).toBe('conflict')
    act(() => result.current.takeTheirs())
    expect(result.current.state.kind).toBe('clean')
  })
})
