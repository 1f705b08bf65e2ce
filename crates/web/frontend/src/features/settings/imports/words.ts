import type {
  ImportColumnField,
  ImportEncoding,
  ImportKeptBecause,
  ImportSeparator,
  ImportState,
} from '@/api/types'
import type { Tone } from '@/lib/tone'

export const STATE: Record<ImportState, { label: string; tone: Tone }> = {
  receiving: { label: 'Upload broke off', tone: 'warn' },
  ready: { label: 'Waits for you', tone: 'info' },
  checking: { label: 'Dry run', tone: 'info' },
  checked: { label: 'Ready to import', tone: 'info' },
  importing: { label: 'Importing', tone: 'info' },
  imported: { label: 'Imported', tone: 'ok' },
  stopped: { label: 'Stopped', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
  rolling_back: { label: 'Rolling back', tone: 'info' },
  rolled_back: { label: 'Rolled back', tone: 'mute' },
  rollback_stopped: { label: 'Rollback stopped', tone: 'warn' },
}

/** States in which the server is at work and the page asks again by itself. */
export const AT_WORK: readonly ImportState[] = ['checking', 'importing', 'rolling_back']

export const FIELD: Record<ImportColumnField, { label: string; hint: string }> = {
  started_at: { label: 'Start of the call', hint: 'Date and time of the first ring' },
  from: { label: 'From', hint: 'Number of the caller' },
  to: { label: 'To', hint: 'Number that was called' },
  customer_number: { label: 'Customer’s number', hint: 'Whichever way the call went' },
  own_number: { label: 'Own number', hint: 'Your line, whichever way the call went' },
  direction: { label: 'Direction', hint: 'Incoming or outgoing' },
  status: { label: 'Status', hint: 'Answered, missed, busy, voicemail…' },
  duration: { label: 'Duration', hint: 'Seconds, 2:05 or 2m 5s' },
  ended_at: { label: 'End of the call', hint: 'Hang-up' },
  caller_name: { label: 'Name', hint: 'Of the other party' },
  disposition: { label: 'Disposition', hint: 'Key or label of yours' },
  notes: { label: 'Notes', hint: '' },
  tags: { label: 'Tags', hint: 'Separated by comma, semicolon or bar' },
  lead_source: { label: 'Lead source', hint: 'Where the caller heard of you' },
  value: { label: 'Value', hint: 'Estimated, such as 1,200.50' },
  recording_url: { label: 'Recording', hint: 'Web address' },
  provider_call_id: { label: 'Call id', hint: 'The carrier’s own; finds duplicates' },
}

export const FIELDS = Object.keys(FIELD) as ImportColumnField[]

export const ENCODING: Record<ImportEncoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big endian)',
  'windows-1252': 'Windows-1252 (Western)',
}

export const SEPARATOR: Record<ImportSeparator, string> = {
  comma: 'Comma ,',
  semicolon: 'Semicolon ;',
  tab: 'Tab',
  bar: 'Bar |',
}

export const KEPT: Record<ImportKeptBecause, string> = {
  changed: 'changed since',
  referred_to: 'a follow-up or timeline names it',
  held: 'somebody works on it',
}

/** "4.2 MB". */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const unit = bytes < 1e6 ? 'kB' : bytes < 1e9 ? 'MB' : 'GB'
  const value = bytes / (bytes < 1e6 ? 1e3 : bytes < 1e9 ? 1e6 : 1e9)
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`
}
