import type { DncFigures, Line, RecordingReport, TextingState } from '@/api/types'
import { counted } from '@/lib/counted'
import type { Tone } from '@/lib/tone'

/** One number of a report. */
export interface Figure {
  label: string
  value: number
  /** What is counted, and what follows from it. */
  meaning: string
  /** What it is a share of, in words: "62.5 % of conversations". */
  share?: string | undefined
  /** What it is made of. */
  parts?: readonly { label: string; value: number }[]
  /** How a number above zero is to be taken. */
  tone?: Tone
  /** The section of the settings in which one acts on it. */
  act?: { section: string; label: string }
}

/** How the list stands, whatever the days. */
export function standingFigures({ standing, blocked, waiting }: DncFigures): Figure[] {
  return [
    {
      label: 'Marks on the list',
      value: standing,
      meaning: 'Whoever is marked is neither called nor texted nor written to, on any line.',
      act: { section: 'do-not-contact', label: 'Open the do-not-contact list' },
    },
    {
      label: 'Blocked numbers',
      value: blocked,
      meaning: 'No call from them is taken, and nobody calls or texts them.',
      act: { section: 'blocked-numbers', label: 'Open the blocked numbers' },
    },
    {
      label: 'Waiting for a decision',
      value: waiting,
      meaning:
        'Words that sounded like a withdrawal hold like one until somebody decides, on the page of the customer.',
      tone: 'warn',
    },
  ]
}

/** What happened to the list in the days of the report. */
export function listFigures({ marked, marked_on_request, lifted }: DncFigures): Figure[] {
  return [
    {
      label: 'Marks set',
      value: marked,
      meaning: 'Each holds at once, on every line. Marks that were taken back right away are not counted.',
      parts: [
        { label: 'the customer asked', value: marked_on_request },
        { label: 'for another reason', value: marked - marked_on_request },
      ],
    },
    {
      label: 'Marks lifted',
      value: lifted,
      meaning: 'Lifting one takes a new request of the customer; its words are kept with the mark.',
    },
  ]
}

/** What the ledger of consent says of the days of the report. */
export function ledgerFigures(figures: DncFigures): Figure[] {
  const { revoked, revoked_by_text, revoked_by_carrier, granted, granted_in_writing, proposed } = figures
  return [
    {
      label: 'Consent withdrawn',
      value: revoked,
      meaning: 'Somebody said, wrote or texted that it is enough, for some purposes or for all.',
      parts: [
        { label: 'by text', value: revoked_by_text },
        { label: 'reported by the carrier', value: revoked_by_carrier },
        { label: 'in another way', value: revoked - revoked_by_text - revoked_by_carrier },
      ],
    },
    {
      label: 'Consent given',
      value: granted,
      meaning: 'Somebody agreed to be called, texted or written to.',
      parts: [
        { label: 'in writing', value: granted_in_writing },
        { label: 'in another way', value: granted - granted_in_writing },
      ],
    },
    {
      label: 'Possible withdrawals',
      value: proposed,
      meaning: 'Words that sounded like a withdrawal; what they were is for a person to decide.',
    },
    {
      label: 'Reasons to go beyond a rule',
      value: figures.overrides,
      meaning: 'A member put on record why a rule of contact did not hold for somebody.',
      act: { section: 'contact', label: 'Open the rules of contact' },
    },
  ]
}

/** What callers said of being recorded. */
export function consentFigures({ answered, agreed, refused, unknown }: RecordingReport): Figure[] {
  return [
    {
      label: 'Conversations',
      value: answered,
      meaning: 'Answered calls, in and out. Demonstrations are not counted.',
    },
    {
      label: 'Agreed to be recorded',
      value: agreed,
      share: shareOf(agreed, answered),
      meaning: 'Whoever talked wrote down that the caller agreed.',
    },
    {
      label: 'Declined',
      value: refused,
      share: shareOf(refused, answered),
      meaning: 'Whoever talked wrote down that the caller does not want to be recorded.',
    },
    {
      label: 'Not written down',
      value: unknown,
      share: shareOf(unknown, answered),
      meaning: 'The caller may have heard the announcement, but the call does not say what the answer was.',
    },
  ]
}

/** What was recorded. */
export function recordingFigures({ answered, recorded, recorded_without }: RecordingReport): Figure[] {
  return [
    {
      label: 'Recorded',
      value: recorded,
      share: shareOf(recorded, answered),
      meaning: 'Conversations of which there is a recording.',
      act: { section: 'media', label: 'Open recording and retention' },
    },
    {
      label: 'Recorded without a yes',
      value: recorded_without,
      meaning:
        'The caller declined, or nobody wrote down an answer. Whether the announcement alone is enough depends on the state.',
      tone: 'warn',
    },
  ]
}

/** "62.5 % of conversations"; nothing is no share of nothing. */
export function shareOf(part: number, whole: number): string | undefined {
  return whole === 0 ? undefined : `${((part / whole) * 100).toFixed(1)} % of conversations`
}

/** Whether nothing at all was counted. */
export function isNothing(figures: readonly Figure[]): boolean {
  return figures.every(({ value }) => value === 0)
}

/** What the state of a registration means for whoever texts. */
export const SENDER_MEANING: Record<TextingState, string> = {
  registered: 'Sends texts. The telephone company has let it through for business texts (A2P 10DLC).',
  pending: 'Sends no texts yet. The telephone company still looks at the registration.',
  unregistered: 'Sends no texts. Brand and campaign must be registered at the telephone company (A2P 10DLC).',
}

/** "2 of 3 lines may text." */
export function sendersInWords(lines: readonly Pick<Line, 'texting'>[]): string {
  const registered = lines.filter(({ texting }) => texting === 'registered').length
  return `${ofLines(registered, lines.length)} may text.`
}

/** "2 of 3 lines announce that calls are recorded." */
export function announcementsInWords(lines: readonly Pick<Line, 'notice'>[]): string {
  const announcing = lines.filter(({ notice }) => notice !== undefined).length
  return `${ofLines(announcing, lines.length)} ${lines.length === 1 ? 'announces' : 'announce'} that calls are recorded.`
}

function ofLines(some: number, all: number): string {
  return `${some} of ${counted(all, 'line')}`
}
