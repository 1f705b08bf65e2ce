/** Signs that turn the reading direction of what follows them, and their ends. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * A text that strangers had a hand in, without the signs by which it would turn the words that stand beside it: on the
 * page, in the tab of the browser, in what is read aloud. Letters that are read from right to left need none of them.
 */
export function withoutTurns(text: string): string {
  return text.replace(TURNS, '')
}
