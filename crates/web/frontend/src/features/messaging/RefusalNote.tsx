import { IconHandStop } from '@tabler/icons-react'
import type { RefusedRule } from '@/api/types'
import { formatSoon } from '@/lib/time'
import { useZone } from '@/lib/zone'
import c from './messaging.module.css'

const LIFTED_BY: Record<string, string> = {
  customer: 'The customer can agree again.',
  owner: 'An owner can lift it.',
  admin: 'An admin can lift it.',
  dispatcher: 'A dispatcher can lift it with a reason.',
}

/** When all of the rules will have ended by themselves; undefined when one does not. */
export function waitsUntil(refusals: readonly RefusedRule[]): number | undefined {
  if (refusals.length === 0) return undefined
  const ends = refusals.map(({ until }) => (until ? new Date(until).getTime() : Number.NaN))
  const last = Math.max(...ends)
  return Number.isNaN(last) ? undefined : last
}

/** Why this customer may not be texted now, until when, and who can change that. */
export function RefusalNote({ refusals }: { refusals: readonly RefusedRule[] }) {
  const zone = useZone()
  return (
    <div className={c.refusals} role="note">
      <IconHandStop size={16} aria-hidden />
      <ul>
        {refusals.map((refusal) => (
          <li key={refusal.rule}>
            {refusal.words}
            {refusal.until && (
              <span className="num"> Possible {formatSoon(refusal.until, zone, Date.now())}.</span>
            )}
            {LIFTED_BY[refusal.lifted_by] && <span> {LIFTED_BY[refusal.lifted_by]}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
