import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CustomerDetail } from '@/api/types'
import { openFollowUpsQuery } from '@/features/call/queries'
import { promiseOf } from '@/features/followups/rows'
import { FOLLOW_UP_KIND } from '@/lib/words'
import { SlaArithmetic } from '@/ui/SlaArithmetic'
import { SlaChip } from '@/ui/SlaChip'
import c from './profile.module.css'

/** What is still promised to the customer. */
export function CustomerFollowUps({ customer }: { customer: CustomerDetail }) {
  const { data = [] } = useQuery(openFollowUpsQuery(customer.id))
  return (
    <section className={c.card} aria-label="Open follow-ups">
      <h2>
        Open follow-ups <span className="dim num">{customer.open_follow_ups}</span>
      </h2>
      {data.length === 0 && <p className={c.quiet}>Nothing is promised.</p>}
      <ul className={c.tasks}>
        {data.map((task) => (
          <li key={task.id}>
            <span className={c.taskLine}>
              <strong>{FOLLOW_UP_KIND[task.type]}</strong>
              <SlaChip
                promise={promiseOf(task)}
                explanation={<SlaArithmetic sla={task.sla} dueAt={task.due_at} />}
              />
            </span>
            <span className="dim">
              {task.assigned_to?.name ?? 'Pool'}
              {task.note && ` · ${task.note}`}
              {task.call_id && (
                <>
                  {' · '}
                  <Link to="/calls/$id" params={{ id: task.call_id }} className={c.inlineLink}>
                    call
                  </Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
