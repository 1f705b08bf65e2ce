import type { BulkRequest } from '@/api/types'
import type { BulkForm, BulkTarget } from './change'

/** A request as it was sent, with the words that it came from. */
export interface Asked {
  /** The server answers the first job whenever it hears the same key. */
  key: string
  words: string
  request: BulkRequest
}

/**
 * What to send. Whoever asks for the same again, after a lost answer, asks for the same job: the very request, whose
 * "in 2 h" counts from the first time. Anything else is another job.
 */
export function askedFor(
  before: Asked | undefined,
  form: BulkForm,
  target: BulkTarget,
  request: BulkRequest,
): Asked {
  const words = JSON.stringify([form, target])
  return before?.words === words ? before : { key: crypto.randomUUID(), words, request }
}
