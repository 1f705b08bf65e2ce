import { describe, expect, it } from 'vitest'
import { formatCents, parseCents } from './money'
import { formatPhone, formatPhoneShort, formatPhonesIn, parsePhone } from './phone'
import { rangeOf } from './presets'
import { EVERYTHING, isSelected, NOTHING, selectedCount, withRows } from './selection'
import { describeKey } from './shortcuts'
import { parseSearch, stringifySearch, yesNo } from './url'

describe('numbers and amounts', () => {
  it('formats North American numbers and leaves others alone', () => {
    expect(formatPhone('+17205550142')).toBe('+1 (720) 555-0142')
    expect(formatPhoneShort('+17205550142')).toBe('(720) 555-0142')
    expect(formatPhone('+442079460101')).toBe('+442079460101')
    expect(formatPhone(undefined)).toBe('')
    expect(formatPhonesIn('Call back +17205550142 is late')).toBe('Call back +1 (720) 555-0142 is late')
  })

  it('reads what people type', () => {
    expect(parsePhone('(720) 555-0142')).toBe('+17205550142')
    expect(parsePhone('1 720 555 0142')).toBe('+17205550142')
    expect(parsePhone('+44 20 7946 0101')).toBe('+442079460101')
    expect(parsePhone('555-0142')).toBeNull()
  })

  it('keeps cents exact', () => {
    expect(parseCents('$1,250.5')).toBe(125050)
    expect(parseCents('12.345')).toBeNull()
    expect(formatCents(30000)).toBe('$300')
    expect(formatCents(30050)).toBe('$300.50')
  })
})

describe('addresses', () => {
  it('repeats the name for lists and comes back the same', () => {
    const search = { status: ['missed', 'failed'], search: '720 555', dnc: true }
    const text = stringifySearch(search)
    expect(text).toBe('?status=missed&status=failed&search=720+555&dnc=true')
    expect(parseSearch(text)).toEqual({ status: ['missed', 'failed'], search: '720 555', dnc: 'true' })
  })

  it('drops what is not of the form', () => {
    expect(yesNo('perhaps')).toBeUndefined()
    expect(yesNo('false')).toBe(false)
    expect(stringifySearch({ a: undefined, b: '' })).toBe('')
  })
})

describe('selection', () => {
  it('counts single rows', () => {
    const two = withRows(NOTHING, ['a', 'b'], true)
    expect(selectedCount(two, 100)).toBe(2)
    expect(isSelected(withRows(two, ['a'], false), 'a')).toBe(false)
  })

  it('keeps "all matching" as what is left out', () => {
    const but = withRows(EVERYTHING, ['a'], false)
    expect(selectedCount(but, 100_000)).toBe(99_999)
    expect(isSelected(but, 'a')).toBe(false)
    expect(isSelected(but, 'never seen')).toBe(true)
  })
})

describe('date ranges', () => {
  const now = new Date('2026-11-21T02:30:00Z').getTime()

  it('are days of the workspace', () => {
    const today = rangeOf('today', now, 'America/New_York')
    expect(new Date(today.from).toISOString()).toBe('2026-11-20T05:00:00.000Z')
    expect(today.to).toBeUndefined()
    const yesterday = rangeOf('yesterday', now, 'America/New_York')
    expect(yesterday.to).toBe(today.from)
  })
})

describe('keys', () => {
  const press = (key: string, part: object = {}) =>
    describeKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...part })

  it('are named as the sheet prints them', () => {
    expect(press('k', { ctrlKey: true })).toBe('mod+k')
    expect(press('X', { shiftKey: true })).toBe('shift+x')
    expect(press('?', { shiftKey: true })).toBe('?')
    expect(press(' ')).toBe('Space')
  })

  it('leaves modifiers and Alt to the browser', () => {
    expect(press('Shift', { shiftKey: true })).toBeNull()
    expect(press('d', { altKey: true })).toBeNull()
  })
})
