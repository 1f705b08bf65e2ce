import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { AuditEntry, CallDetail } from '@/api/types'
import { DirectionCell } from '@/features/calls/cells/DirectionCell'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { ErrorState } from '@/ui/ErrorState'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import c from '../call.module.css'
import { actionWords, changesIn } from '../changes'

/** Earlier calls with the same party, and who changed what on this one. */
export function HistoryTab({ call }: { call: CallDetail }) {
  const mayAudit = useCan('read_audit')
  return (
    <div className={c.stack}>
      <OtherCalls call={call} />
      {mayAudit && <Changes call={call} />}
    </div>
  )
}

function OtherCalls({ call }: { call: CallDetail }) {
  const history = useQuery({
    queryKey: keys.calls.history(call.id),
    queryFn: () => dataOf(api.GET('/calls/{id}/history', { params: { path: { id: call.id } } })),
  })
  const others = history.data?.data.filter((row) => row.id !== call.id) ?? []
  return (
    <section className={c.part}>
      <h3>Other calls</h3>
      {history.isPending && <SkeletonRows rows={3} />}
      {history.isError && <ErrorState error={history.error} onRetry={() => void history.refetch()} />}
      {history.data && others.length === 0 && <p className="dim">This is the first call with this number.</p>}
      <ul className={c.timeline}>
        {others.map((row) => (
          <li key={row.id}>
            <Link to="/calls/$id" params={{ id: row.id }}>
              <DirectionCell call={row} />
            </Link>
            <OutcomeChip disposition={row.disposition} required={row.outcome_required} />
            <span>
              <RelativeTime at={row.started_at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Changes({ call }: { call: CallDetail }) {
  const audit = useQuery({
    queryKey: keys.calls.audit(call.id),
    queryFn: () => dataOf(api.GET('/audit/calls/{id}', { params: { path: { id: call.id } } })),
  })
  return (
    <section className={c.part}>
      <h3>Changes</h3>
      {audit.isPending && <SkeletonRows rows={4} />}
      {audit.isError && <ErrorState error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.data?.data.length === 0 && <p className="dim">Nobody has changed this call.</p>}
      <ul className={c.timeline}>
        {audit.data?.data.map((entry) => (
          <li key={entry.seq} data-top>
            <Change entry={entry} />
            <span>
              <RelativeTime at={entry.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Change({ entry }: { entry: AuditEntry }) {
  const zone = useZone()
  return (
    <span>
      <strong>{entry.actor.name}</strong> {actionWords(entry.action)}
      {changesIn(entry, (at) => formatFull(at, zone)).map((change) => (
        <span key={change} className={c.changed}>
          {change}
        </span>
      ))}
    </span>
  )
}
