import type { FollowUpSla } from '@/api/types'
import { formatFull, formatSpan } from '@/lib/time'
import { useZone } from '@/lib/zone'
import c from './SlaArithmetic.module.css'

/** How a due instant came about: start, the pieces of business time that counted, pauses, due. */
export function SlaArithmetic({ sla, dueAt }: { sla: FollowUpSla; dueAt: string }) {
  const zone = useZone()
  return (
    <div className={c.root}>
      {sla.rule && <strong>{sla.rule.name}</strong>}
      <dl>
        <dt>Started</dt>
        <dd>{formatFull(sla.started_at, zone)}</dd>
        {sla.target_s !== undefined && (
          <>
            <dt>Promise</dt>
            <dd>{formatSpan(sla.target_s * 1000)} of counted time</dd>
          </>
        )}
        {sla.arithmetic.slice(0, 6).map((piece) => (
          <Piece key={piece.from} {...piece} />
        ))}
        {sla.paused_s > 0 && (
          <>
            <dt>Paused</dt>
            <dd>{formatSpan(sla.paused_s * 1000)}</dd>
          </>
        )}
        <dt>Due</dt>
        <dd>{formatFull(dueAt, zone, true)}</dd>
      </dl>
    </div>
  )
}

function Piece({ from, to, counted_s }: FollowUpSla['arithmetic'][number]) {
  const zone = useZone()
  return (
    <>
      <dt>+ {formatSpan(counted_s * 1000)}</dt>
      <dd>
        {formatFull(from, zone)} to {formatFull(to, zone).replace(/^.*, /, '')}
      </dd>
    </>
  )
}
