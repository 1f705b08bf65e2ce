import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/api/session'
import type { CallRow, TriageQueue } from '@/api/types'
import { nameOfCaller } from '@/features/call/number'
import { formatPhone } from '@/lib/phone'
import { isEscalating } from '@/lib/words'
import { Avatar } from '@/ui/Avatar'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SlaChip } from '@/ui/SlaChip'
import { queueQuery } from './queries'
import c from './triage.module.css'

interface Props {
  current: string | undefined
  onOpen: (id: string) => void
  locked: boolean
}

/** The next calls in the order in which they must be answered, and who is at which. */
export function QueuePane({ current, onOpen, locked }: Props) {
  const { data, error, refetch } = useQuery(queueQuery)
  return (
    <nav className={c.queue} aria-label="Queue">
      <h2 className={c.paneTitle}>
        Next in line
        {data && <span className="num dim">{data.queued_calls}</span>}
      </h2>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={8} height={58} />}
      {data && data.priorities.length === 0 && <p className={c.quiet}>Nobody is waiting.</p>}
      <ol className={c.queueList}>
        {data?.priorities.map((item) => (
          <li key={item.call.id}>
            <QueueItem item={item} here={item.call.id === current} onOpen={onOpen} locked={locked} />
          </li>
        ))}
      </ol>
      {data && data.queued_calls > data.priorities.length && (
        <p className={`${c.quiet} num`}>and {data.queued_calls - data.priorities.length} more</p>
      )}
    </nav>
  )
}

interface ItemProps {
  item: TriageQueue['priorities'][number]
  here: boolean
  onOpen: (id: string) => void
  locked: boolean
}

function QueueItem({ item: { call, reason }, here, onOpen, locked }: ItemProps) {
  const me = useMe().member.id
  const holder = call.claim && call.claim.by.id !== me ? call.claim.by : undefined
  return (
    <button
      type="button"
      className={c.queueItem}
      aria-current={here || undefined}
      data-alarm={isEscalating(call) || undefined}
      disabled={locked && !here}
      onClick={() => !here && onOpen(call.id)}
    >
      <span className={c.queueLine}>
        <strong className="ellipsis">{titleOf(call)}</strong>
        <CallChip call={call} />
      </span>
      <span className={c.queueLine}>
        <span className={`${c.reason} ellipsis`}>{reason}</span>
        {holder && (
          <span className={c.holder}>
            <Avatar name={holder.name} size={16} />
            {holder.name.split(' ')[0]}
          </span>
        )}
        {here && <span className={c.holder}>at hand</span>}
      </span>
    </button>
  )
}

function titleOf(call: CallRow): string {
  const name = nameOfCaller(call)
  const number = call.direction === 'in' ? call.from_e164 : call.to_e164
  return name === 'Unknown caller' && number ? formatPhone(number) : name
}

/** The countdown of what is due first: the promise to the customer, else the missing outcome. */
export function CallChip({ call, size = 'sm' }: { call: CallRow; size?: 'sm' | 'md' }) {
  const due = call.promise?.due_at ?? (call.outcome_required ? call.outcome_due_at : undefined)
  if (!due) return null
  const { promise } = call
  return (
    <SlaChip
      size={size}
      promise={{
        kind: promise?.type ?? 'callback',
        dueAt: due,
        ...(promise?.paused ? { paused: true } : {}),
      }}
    />
  )
}
