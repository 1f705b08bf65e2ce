import { Button } from '@mantine/core'
import {
  IconBuildingStore,
  IconMail,
  IconMessage,
  IconNote,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Interaction } from '@/api/types'
import { dayKey, formatDuration, formatFull } from '@/lib/time'
import { humanise } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import c from './profile.module.css'
import { timelineQuery } from './queries'
import { INTERACTION } from './words'

/** What happened with the customer, newest first, as far back as one asks. */
export function Timeline({ customer }: { customer: string }) {
  const zone = useZone()
  const list = useInfiniteQuery(timelineQuery(customer))
  const items = list.data?.pages.flatMap((page) => page.data) ?? []
  if (list.isPending) return <SkeletonRows rows={6} height={64} />
  if (list.isError && items.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  }
  if (items.length === 0) {
    return <EmptyState title="Nothing happened yet">Calls, notes and meetings show here.</EmptyState>
  }
  const days = Map.groupBy(items, (item) => dayKey(Date.parse(item.at), zone))
  return (
    <section aria-label="Timeline">
      {[...days].map(([day, list]) => (
        <div key={day} className={c.day}>
          <h3>{formatFull(list[0]?.at ?? day, zone).replace(/, [^,]*$/, '')}</h3>
          <ol className={c.timeline}>
            {list.map((item) => (
              <Line key={item.id} item={item} />
            ))}
          </ol>
        </div>
      ))}
      {list.hasNextPage && (
        <div className={c.more}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Earlier
          </Button>
        </div>
      )}
    </section>
  )
}

const ICONS: Record<string, typeof IconNote> = {
  note: IconNote,
  email: IconMail,
  sms: IconMessage,
  meeting: IconUsersGroup,
  site_visit: IconBuildingStore,
}

function iconOf(item: Interaction) {
  if (item.type === 'call') return item.direction === 'outbound' ? IconPhoneOutgoing : IconPhoneIncoming
  return ICONS[item.type] ?? IconNote
}

function Line({ item }: { item: Interaction }) {
  const Icon = iconOf(item)
  const kind = INTERACTION[item.type] ?? humanise(item.type)
  const facts = [item.by?.name, item.duration_s ? formatDuration(item.duration_s) : undefined, item.outcome]
  return (
    <li className={c.happened}>
      <span className={c.icon} aria-hidden>
        <Icon size={15} stroke={1.7} />
      </span>
      <div className={c.story}>
        <div className={c.taskLine}>
          <span>
            {item.call_id ? (
              <Link to="/calls/$id" params={{ id: item.call_id }} className={c.subject}>
                {item.subject || kind}
              </Link>
            ) : (
              <strong className={c.subject}>{item.subject || kind}</strong>
            )}
            <span className="dim"> {facts.filter(Boolean).join(' · ')}</span>
          </span>
          <span className="dim">
            <RelativeTime at={item.at} />
          </span>
        </div>
        {item.notes && <p>{item.notes}</p>}
      </div>
    </li>
  )
}
