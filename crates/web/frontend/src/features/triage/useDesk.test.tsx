// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keys } from '@/api/keys'
import type { CallDetail, Disposition } from '@/api/types'
import { UNTOUCHED, withPart } from './draft'
import { draftKey, useDesk } from './useDesk'

const toastMend = vi.hoisted(() => vi.fn())
vi.mock('@/ui/toast', () => ({ toastError: () => undefined, toastMend }))
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => async () => undefined, useSearch: () => ({}) }))

const callOf = (version: number, notes: string) =>
  ({
    id: 'c1',
    version,
    notes,
    caller_name: 'Robin',
    direction: 'in',
    purpose: 'inbound',
    follow_ups: [],
  }) as unknown as CallDetail
const booked = { key: 'booked', label: 'Booked', directions: [], purposes: [] } as unknown as Disposition

describe('the desk', () => {
  let sent: { method: string; version: string | null; body: unknown }[]
  /** Claims that were given back, by their addresses. */
  let freed: string[]
  /** The call as the server has it. */
  let theirs: CallDetail
  /** What taking back an outcome answers. */
  let undone: number
  /** What asking for the next call answers. */
  let nextCall: () => Promise<Response>

  beforeEach(() => {
    sent = []
    freed = []
    undone = 204
    nextCall = async () => new Response(null, { status: 204 })
    vi.stubGlobal('fetch', async (request: Request) => {
      const { pathname } = new URL(request.url)
      if (pathname.endsWith('claim-next')) return await nextCall()
      if (pathname.endsWith('/undo')) {
        return undone === 204
          ? new Response(null, { status: 204 })
          : Response.json({ title: 'No', status: undone }, { status: undone })
      }
      if (pathname.endsWith('/claim') && request.method === 'DELETE') {
        freed.push(pathname)
        return new Response(null, { status: 204 })
      }
      if (pathname.endsWith('/claim')) return Response.json({ call: theirs })
      if (request.method === 'GET') return Response.json({ call: theirs })
      const version = request.headers.get('if-match')
      sent.push({ method: request.method, version, body: await request.json() })
      if (version !== `"${theirs.version}"`) return Response.json({ title: 'Changed' }, { status: 412 })
      return Response.json({ call: theirs })
    })
  })
  afterEach(() => {
    cleanup()
    sessionStorage.clear()
    vi.unstubAllGlobals()
  })

  async function atDesk() {
    const client = new QueryClient()
    client.setQueryData<unknown>(keys.me, {
      member: { id: 'm1' },
      workspace: { time_zone: 'America/New_York' },
    })
    const wrapper = ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    )
    const { result } = renderHook(() => useDesk(), { wrapper })
    await waitFor(() => expect(result.current.phase.at).toBe('empty'))
    return result
  }

  it('saves on the version that it showed, and on the fresh one where a colleague changed something else', async () => {
    theirs = callOf(4, 'theirs')
    const mine = callOf(3, 'old')
    const desk = await atDesk()
    await act(() => desk.current.save(mine, withPart(UNTOUCHED, { disposition: 'booked' }, mine), booked))
    expect(sent.map(({ version }) => version)).toEqual(['"3"', '"4"'])
    expect(sent.at(-1)?.body).toEqual({ disposition: 'booked' })
    expect(desk.current.phase).toEqual({ at: 'saved', id: 'c1', staying: false })
  })

  it('keeps the draft where a colleague changed the same', async () => {
    theirs = callOf(4, 'theirs')
    const mine = callOf(3, 'old')
    sessionStorage.setItem(draftKey('m1', 'c1'), '{}')
    const desk = await atDesk()
    const draft = withPart(UNTOUCHED, { disposition: 'booked', notes: 'mine' }, mine)
    await act(() => expect(desk.current.save(mine, draft, booked)).rejects.toMatchObject({ status: 412 }))
    await act(() => desk.current.skip(mine, draft))
    expect(sent.map(({ version }) => version)).toEqual(['"3"', '"3"'])
    expect(desk.current.session.skipped).toEqual([])
    expect(sessionStorage.getItem(draftKey('m1', 'c1'))).not.toBeNull()
  })

  it('passes an untouched call over without writing', async () => {
    theirs = callOf(4, 'theirs')
    const desk = await atDesk()
    await act(() => desk.current.skip(callOf(3, 'old'), UNTOUCHED))
    expect(sent).toEqual([])
    expect(desk.current.session.skipped).toHaveLength(1)
  })

  /** A saved call with the next one on its way, which comes when the answer is called. */
  async function betweenTwo(coming: Partial<CallDetail> = {}) {
    theirs = callOf(3, 'old')
    const desk = await atDesk()
    await act(() => desk.current.save(theirs, withPart(UNTOUCHED, { disposition: 'booked' }, theirs), booked))
    let answer: (response: Response) => void = () => undefined
    nextCall = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    let asked: Promise<void> = Promise.resolve()
    act(() => {
      asked = desk.current.next()
    })
    expect(desk.current.busy).toBe(true)
    const arrive = () =>
      act(async () => {
        answer(Response.json({ call: { ...callOf(1, ''), id: 'c2', ...coming }, reason: '' }))
        await asked
      })
    return { desk, arrive }
  }

  it('stays at the saved call although the next one is on its way, and gives that one back', async () => {
    const { desk, arrive } = await betweenTwo()
    act(() => desk.current.stay())
    expect(desk.current.busy).toBe(false)
    await arrive()
    expect(desk.current.phase).toEqual({ at: 'saved', id: 'c1', staying: true })
    expect(freed).toEqual(['/api/calls/c2/claim'])
  })

  it('keeps an emergency that comes while one stays, and says so', async () => {
    const { desk, arrive } = await betweenTwo({ intent: 'emergency' })
    act(() => desk.current.stay())
    await arrive()
    expect(freed).toEqual([])
    expect(toastMend).toHaveBeenCalledWith('An emergency waits', 'Robin', expect.anything())
  })

  it('lays the call whose outcome was taken back at hand, not the next one that comes later', async () => {
    const { desk, arrive } = await betweenTwo()
    await act(() => desk.current.undo())
    expect(desk.current.busy).toBe(false)
    await arrive()
    expect(desk.current.phase).toMatchObject({ at: 'working', id: 'c1' })
    expect(freed).toEqual(['/api/calls/c2/claim'])
  })

  it('stays where an outcome could not be taken back, although the next one was on its way', async () => {
    const { desk, arrive } = await betweenTwo()
    undone = 409
    await act(() => desk.current.undo())
    await arrive()
    expect(desk.current.phase).toEqual({ at: 'saved', id: 'c1', staying: true })
  })

  it('keeps the call that was asked for twice', async () => {
    const { desk, arrive } = await betweenTwo()
    const second = Response.json({ call: { ...callOf(1, ''), id: 'c2' }, reason: '' })
    let come: () => void = () => undefined
    nextCall = () =>
      new Promise((resolve) => {
        come = () => resolve(second)
      })
    let again: Promise<void> = Promise.resolve()
    act(() => {
      again = desk.current.next()
    })
    await arrive()
    await act(async () => {
      come()
      await again
    })
    expect(desk.current.phase).toMatchObject({ at: 'working', id: 'c2' })
    expect(freed).toEqual([])
  })

  it('goes to the next call when nobody asks for anything else', async () => {
    const { desk, arrive } = await betweenTwo()
    await arrive()
    expect(desk.current.phase).toMatchObject({ at: 'working', id: 'c2' })
    expect(desk.current.busy).toBe(false)
  })

  it('keeps the drafts of two members apart', () => {
    expect(draftKey('m1', 'c1')).not.toBe(draftKey('m2', 'c1'))
  })
})
