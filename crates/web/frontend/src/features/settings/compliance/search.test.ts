import { describe, expect, it } from 'vitest'
import { readComplianceSearch } from './search'

describe('the address of a compliance report', () => {
  it('carries the kind and the days', () => {
    expect(readComplianceSearch({ type: 'recording', period: '90d' })).toEqual({
      type: 'recording',
      period: '90d',
    })
    expect(
      readComplianceSearch({ type: 'a2p', from: '2026-10-01T04:00:00Z', to: '2026-11-01T04:00:00Z' }),
    ).toEqual({ type: 'a2p', from: '2026-10-01T04:00:00.000Z', to: '2026-11-01T04:00:00.000Z' })
  })

  it('drops what makes no sense, and charts that are none here', () => {
    expect(readComplianceSearch({ type: 'gdpr', period: '5d', from: 'yesterday', table: 'days' })).toEqual({})
  })
})
