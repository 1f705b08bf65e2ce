import { describe, expect, it } from 'vitest'
import type { CallView } from '@/api/types'
import { addressOf, countText, holds, inOrder, moved, openView, pinned, sameFilters } from './views'

function view(id: string, part: Partial<CallView> = {}): CallView {
  return {
    id,
    version: 1,
    name: id,
    filters: {},
    is_team_view: false,
    pinned: true,
    position: 0,
    built_in: false,
    editable: true,
    ...part,
  }
}

const names = (views: readonly CallView[]) => views.map(({ id }) => id)

describe('a view and an address', () => {
  const missed = view('missed', { filters: { period: 'today', status: ['missed'] }, sort: '-value' })

  it('say the same', () => {
    expect(addressOf(missed)).toEqual({
      period: 'today',
      status: ['missed'],
      sort: '-value',
      view: 'missed',
    })
    expect(holds(missed, { filters: { status: ['missed'], period: 'today' }, sort: '-value' }, '-time')).toBe(
      true,
    )
    expect(
      holds(missed, { filters: { status: ['missed'], period: 'today' }, sort: undefined }, '-time'),
    ).toBe(false)
  })

  it('mean the same in any order and any writing of an instant', () => {
    expect(sameFilters({ status: ['missed', 'failed'] }, { status: ['failed', 'missed'] })).toBe(true)
    expect(sameFilters({ from: '2026-05-01T00:00:00.000Z' }, { from: '2026-05-01T00:00:00Z' })).toBe(true)
    expect(sameFilters({ has_job: false }, {})).toBe(false)
  })

  it('no order is the order of the list', () => {
    expect(holds(view('all'), { filters: {}, sort: '-time' }, '-time')).toBe(true)
  })
})

describe('the open view', () => {
  const all = [view('a', { filters: { status: ['missed'] } }), view('b', { filters: { dnc: true } })]

  it('is the one that the address names, changed or not', () => {
    const shown = { filters: { status: ['missed' as const], dnc: true }, sort: undefined }
    expect(openView(all, 'a', shown, '-time')).toEqual({ view: all[0], changed: true })
  })

  it('is the one that holds just this list when none is named, or one that somebody else has', () => {
    const shown = { filters: { dnc: true }, sort: undefined }
    expect(openView(all, 'gone', shown, '-time')).toEqual({ view: all[1], changed: false })
    expect(openView(all, undefined, { filters: {}, sort: undefined }, '-time').view).toBeUndefined()
  })
})

describe('the arrangement', () => {
  const all = [view('a'), view('b'), view('c', { pinned: false }), view('d', { pinned: false })]

  it('moves among tabs, or among the others', () => {
    expect(names(moved(all, 'a', 1))).toEqual(['b', 'a', 'c', 'd'])
    expect(names(moved(all, 'b', 1))).toEqual(['a', 'b', 'c', 'd'])
    expect(names(moved(all, 'd', -1))).toEqual(['a', 'b', 'd', 'c'])
  })

  it('pins at the end of the tabs', () => {
    const after = pinned(all, 'd', true)
    expect(after.map(({ id, pinned: tab }) => [id, tab])).toEqual([
      ['a', true],
      ['b', true],
      ['d', true],
      ['c', false],
    ])
    expect(names(pinned(all, 'a', false))).toEqual(['b', 'a', 'c', 'd'])
  })

  it('is one order of own views and of the team', () => {
    const list = {
      user_views: [view('mine', { position: 1 })],
      team_views: [view('ours', { position: 0 }), view('last', { position: 2 })],
    }
    expect(names(inOrder(list))).toEqual(['ours', 'mine', 'last'])
  })
})

it('a number beyond what is counted says so', () => {
  expect(countText({ view_id: 'a', count: 12, more: false })).toBe('12')
  expect(countText({ view_id: 'a', count: 1000, more: true })).toBe('1,000+')
  expect(countText({ view_id: 'a', more: false })).toBeUndefined()
})
