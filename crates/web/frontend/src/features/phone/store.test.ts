// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { phone } from './store'

const place = { type: 'place', about: 'c1', name: 'Maria', number: '+14045550111', via: 'browser' } as const
const order = {
  call_sid: 'CA1',
  status: 'dialing',
  via: 'browser',
  number: '+14045550111',
  name: 'Maria',
  created_at: '2026-06-01T12:00:00.000Z',
} as const

describe('the telephone of a tab', () => {
  beforeEach(() => {
    sessionStorage.clear()
    phone.begin(`nobody-${Math.random()}`)
  })

  it('has its call again after a reload, for the same member only', () => {
    phone.begin('dana')
    phone.tell(place)
    phone.tell({ type: 'status', order, at: 0 })
    const kept = sessionStorage.getItem('callboard.talk')
    phone.begin('miguel')
    expect(phone.read().talk).toBeNull()
    sessionStorage.setItem('callboard.talk', kept ?? '')
    phone.begin('dana')
    expect(phone.read().talk).toMatchObject({ phase: 'dialing', sid: 'CA1' })
  })

  it('forgets a call that is over', () => {
    phone.begin('dana')
    phone.tell(place)
    phone.tell({ type: 'status', order: { ...order, status: 'failed' }, at: 0 })
    expect(phone.read().talk?.phase).toBe('ended')
    expect(sessionStorage.getItem('callboard.talk')).toBeNull()
  })

  it('shows a call that begins, even if the last one was made small', () => {
    phone.fold(true)
    phone.tell(place)
    expect(phone.read().folded).toBe(false)
  })
})
