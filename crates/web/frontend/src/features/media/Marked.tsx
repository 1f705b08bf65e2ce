import { pieces } from './pieces'

/** A text with what was looked for marked, and what is masked set apart. */
export function Marked({ text, search }: { text: string; search: string }) {
  let at = 0
  return pieces(text, search).map((piece) => {
    const key = at
    at += piece.text.length
    if (piece.kind === 'found') return <mark key={key}>{piece.text}</mark>
    if (piece.kind === 'masked') return <em key={key}>{piece.text.slice(1, -1)} hidden</em>
    return <span key={key}>{piece.text}</span>
  })
}
