import { describe, expect, it } from 'vitest'
import type { CallRow, Message } from '@/api/types'
import { entriesOf } from './thread'

const ZONE = 'America/New_York'
const NOW = Date.parse('2026-11-24T15:00:00Z')
const text = (id: string, at: string) => ({ id, at }) as Message
const call = (id: string, started_at: string) => ({ id, started_at }) as CallRow
const shown = (entries: ReturnType<typeof entriesOf>) =>
  entries.map((entry) => (entry.kind === 'day' ? entry.label : entry.key))

describe('entriesOf', () => {
  it('mixes texts and calls by their time, with a heading for each day of the zone', () => {
    const messages = [
      text('planned', '2026-11-25T14:00:00Z'),
      text('b', '2026-11-24T14:00:00Z'),
      text('a', '2026-11-24T03:00:00Z'),
    ]
    const calls = [call('c', '2026-11-24T13:00:00Z')]
    const entries = entriesOf({ messages, calls, more: false }, ZONE, NOW)
    // 3:00 in London is still the day before in New York.
    expect(shown(entries)).toEqual(['Yesterday', 'a', 'Today', 'c', 'b', 'Tomorrow', 'planned'])
  })

  it('holds calls back that are older than the texts loaded so far', () => {
    const messages = [text('a', '2026-11-24T14:00:00Z')]
    const calls = [call('old', '2026-11-20T13:00:00Z')]
    expect(shown(entriesOf({ messages, calls, more: true }, ZONE, NOW))).toEqual(['Today', 'a'])
    expect(shown(entriesOf({ messages, calls, more: false }, ZONE, NOW))).toEqual([
      'Nov 20',
      'old',
      'Today',
      'a',
    ])
  })
})
