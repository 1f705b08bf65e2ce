import { describe, expect, it } from 'vitest'
import { isTooOld, mailReason } from './mailWords'

describe('words of a mail that went wrong', () => {
  it('says what the mail server did', () => {
    expect(mailReason('recipient: 550')).toBe('The mail server does not take this member’s address')
    expect(mailReason('text: 554')).toBe('The mail server refused it')
    expect(mailReason('text: the connection failed')).toBe('The mail server did not say whether it took it')
    expect(mailReason('no answer to the text')).toBe('The mail server did not say whether it took it')
    expect(mailReason('the file: storage full')).toBe('It could not be written into a file')
  })

  it('keeps what it has no sentence for', () => {
    expect(mailReason('a newer reason')).toBe('a newer reason')
    expect(mailReason(undefined)).toBe('No reason was kept')
  })

  it('knows when a mail is of no use any more', () => {
    const now = Date.parse('2026-11-30T12:00:00Z')
    expect(isTooOld('2026-11-27T12:00:01Z', now)).toBe(false)
    expect(isTooOld('2026-11-27T11:59:59Z', now)).toBe(true)
  })
})
