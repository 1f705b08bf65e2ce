import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { STATUS } from '@/lib/words'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { RelativeTime } from '@/ui/RelativeTime'
import { StatusDot } from '@/ui/StatusDot'
import c from './profile.module.css'

const SHOWN = 10

/** The last calls of the customer, and the way to all of them. */
export function CustomerCalls({ customer, total }: { customer: string; total: number }) {
  const query = { contact_id: customer, limit: SHOWN }
  const { data } = useQuery({
    queryKey: [...keys.customers.detail(customer), 'calls'],
    queryFn: async () => (await dataOf(api.GET('/calls', { params: { query } }))).data,
  })
  return (
    <section className={c.card} aria-label="Calls">
      <h2>
        Calls <span className="dim num">{total}</span>
      </h2>
      {!data && <Skeleton height={120} />}
      {data?.length === 0 && <p className={c.quiet}>No call yet.</p>}
      <ul className={c.tasks}>
        {data?.map((call) => (
          <li key={call.id}>
            <Link to="/calls/$id" params={{ id: call.id }} className={c.callLink}>
              <span className={c.taskLine}>
                <StatusDot tone={STATUS[call.status].tone}>{STATUS[call.status].label}</StatusDot>
                <span className="dim">
                  <RelativeTime at={call.started_at} />
                </span>
              </span>
              <span className={c.taskLine}>
                <OutcomeChip disposition={call.disposition} required={call.outcome_required} />
              </span>
              {call.note_start && <span className="dim ellipsis">{call.note_start}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {total > SHOWN && (
        <Link to="/calls" search={{ contact_id: customer }} className={c.all}>
          All {total} calls
        </Link>
      )}
    </section>
  )
}
