import { describe, expect, it } from 'vitest'
import { periodOf, readReportsSearch } from './search'

const NEW_YORK = 'America/New_York'

describe('the period of a report', () => {
  it('is whole local days until now, over a change of the clock too', () => {
    const now = Date.parse('2026-03-10T15:00:00Z')
    expect(periodOf({ period: 'today' }, now, NEW_YORK)).toEqual({
      from: '2026-03-10T04:00:00.000Z',
      to: '2026-03-10T15:00:00.000Z',
    })
    // The clock was put forward on the eighth: midnight was at five before it.
    expect(periodOf({ period: '7d' }, now, NEW_YORK).from).toBe('2026-03-04T05:00:00.000Z')
    expect(periodOf({}, now, NEW_YORK).from).toBe('2026-02-09T05:00:00.000Z')
  })

  it('is what the address says', () => {
    const search = readReportsSearch({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' })
    expect(periodOf(search, 0, NEW_YORK)).toEqual({
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
    })
  })

  it('drops what makes no sense', () => {
    expect(readReportsSearch({ period: '5d', from: 'yesterday', to: '2026-01-01T00:00:00Z' })).toEqual({})
    expect(
      readReportsSearch({ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z', table: 'days' }),
    ).toEqual({ table: ['days'] })
  })
})
