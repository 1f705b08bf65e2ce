import { describe, expect, it } from 'vitest'
import type { DncFigures, RecordingReport } from '@/api/types'
import {
  announcementsInWords,
  consentFigures,
  isNothing,
  ledgerFigures,
  listFigures,
  recordingFigures,
  sendersInWords,
  shareOf,
  standingFigures,
} from './figures'

const DNC: DncFigures = {
  marked: 5,
  marked_on_request: 3,
  lifted: 1,
  standing: 40,
  revoked: 9,
  revoked_by_text: 4,
  revoked_by_carrier: 2,
  granted: 7,
  granted_in_writing: 6,
  proposed: 2,
  waiting: 1,
  overrides: 8,
  blocked: 11,
}

const RECORDING: RecordingReport = {
  answered: 8,
  recorded: 6,
  agreed: 5,
  refused: 1,
  unknown: 2,
  recorded_without: 1,
}

const values = (figures: { label: string; value: number }[]) => figures.map(({ value }) => value)

describe('figures of a compliance report', () => {
  it('shows every number that the server counted, once', () => {
    const shown = [...standingFigures(DNC), ...listFigures(DNC), ...ledgerFigures(DNC)]
    expect(values(shown)).toEqual([40, 11, 1, 5, 1, 9, 7, 2, 8])
    expect(values([...consentFigures(RECORDING), ...recordingFigures(RECORDING)])).toEqual([8, 5, 1, 2, 6, 1])
  })

  it('says what a number is made of, and the parts are the whole', () => {
    for (const { value, parts } of [...listFigures(DNC), ...ledgerFigures(DNC)]) {
      if (parts) expect(parts.reduce((sum, part) => sum + part.value, 0)).toBe(value)
    }
    expect(ledgerFigures(DNC)[0]?.parts).toEqual([
      { label: 'by text', value: 4 },
      { label: 'reported by the carrier', value: 2 },
      { label: 'in another way', value: 3 },
    ])
  })

  it('gives no share of nothing', () => {
    expect(shareOf(5, 8)).toBe('62.5 % of conversations')
    expect(shareOf(0, 8)).toBe('0.0 % of conversations')
    expect(shareOf(0, 0)).toBeUndefined()
  })

  it('knows days on which nothing happened', () => {
    const quiet = { ...DNC, marked: 0, marked_on_request: 0, lifted: 0 }
    expect(isNothing(listFigures(quiet))).toBe(true)
    expect(isNothing(listFigures(DNC))).toBe(false)
  })

  it('counts lines in words', () => {
    expect(sendersInWords([{ texting: 'registered' }, { texting: 'pending' }])).toBe('1 of 2 lines may text.')
    expect(sendersInWords([{ texting: 'unregistered' }])).toBe('0 of 1 line may text.')
    expect(announcementsInWords([{ notice: 'Recorded.' }])).toBe(
      '1 of 1 line announces that calls are recorded.',
    )
    expect(announcementsInWords([{ notice: 'Recorded.' }, {}])).toBe(
      '1 of 2 lines announce that calls are recorded.',
    )
  })
})
