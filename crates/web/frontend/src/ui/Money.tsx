import { formatCents } from '@/lib/money'

/** An amount in cents; a dash when there is none. */
export function Money({ cents }: { cents: number | null | undefined }) {
  if (cents === null || cents === undefined) return <span className="dim">–</span>
  return <span className="num">{formatCents(cents)}</span>
}
