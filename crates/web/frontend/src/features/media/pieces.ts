/** A piece of a line: plain, found, or standing for what is masked. */
export interface Piece {
  kind: 'plain' | 'found' | 'masked'
  text: string
}

const MASK = /\[(?:phone|card|email)\]/g

/** Cuts a text where it holds what is looked for, regardless of case, and where something is masked. */
export function pieces(text: string, search: string): Piece[] {
  const masks = [...text.matchAll(MASK)].map((found) => ({
    from: found.index,
    to: found.index + found[0].length,
  }))
  const marks: { from: number; to: number; kind: Piece['kind'] }[] = masks.map((mask) => ({
    ...mask,
    kind: 'masked',
  }))
  const wanted = search.trim().toLowerCase()
  if (wanted) {
    const lower = text.toLowerCase()
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
      const to = at + wanted.length
      if (masks.every((mask) => to <= mask.from || at >= mask.to)) marks.push({ from: at, to, kind: 'found' })
    }
  }
  marks.sort((a, b) => a.from - b.from)
  const cut: Piece[] = []
  let at = 0
  for (const { from, to, kind } of marks) {
    if (from > at) cut.push({ kind: 'plain', text: text.slice(at, from) })
    cut.push({ kind, text: text.slice(from, to) })
    at = to
  }
  if (at < text.length) cut.push({ kind: 'plain', text: text.slice(at) })
  return cut
}

/** How often the text is found in all of these. */
export function countFound(texts: readonly string[], search: string): number {
  return texts.reduce(
    (sum, text) => sum + pieces(text, search).filter((piece) => piece.kind === 'found').length,
    0,
  )
}
