/** Pixels of a bar and of the gap beside it. */
export const BAR = 2
export const GAP = 1

/** The loudest values of a line, one for each bar that fits into `width` pixels; 0 to 1. */
export function bars(line: readonly number[], width: number): number[] {
  const count = Math.max(0, Math.floor((width + GAP) / (BAR + GAP)))
  if (line.length === 0) return Array.from({ length: count }, () => 0)
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * line.length) / count)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * line.length) / count))
    return Math.max(...line.slice(from, to)) / 100
  })
}
