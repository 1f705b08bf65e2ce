import {
  IconChartBar,
  IconChecklist,
  IconMessages,
  IconPhone,
  IconSettings,
  IconUrgent,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { FollowUpCounts } from '@/api/types'
import { countsQuery } from '@/features/messaging/queries'

/** What waits behind the places of the desk. */
type Waiting = FollowUpCounts & { unread_texts: number }

/** The places of the desk, in the order of the rail. `go` is the second key after `g`. */
export const NAV = [
  { to: '/calls', label: 'Calls', Icon: IconPhone, go: 'c', badge: () => 0, tone: 'info' },
  {
    to: '/triage',
    label: 'Triage',
    Icon: IconUrgent,
    go: 't',
    badge: (counts: Waiting) => counts.triage_count,
    tone: 'bad',
  },
  {
    to: '/follow-ups',
    label: 'Follow-ups',
    Icon: IconChecklist,
    go: 'u',
    badge: (counts: Waiting) => counts.overdue_count,
    tone: 'bad',
  },
  {
    to: '/conversations',
    label: 'Texts',
    Icon: IconMessages,
    go: 'm',
    badge: (counts: Waiting) => counts.unread_texts,
    tone: 'info',
  },
  { to: '/customers', label: 'Customers', Icon: IconUsers, go: 'k', badge: () => 0, tone: 'info' },
  { to: '/reports', label: 'Reports', Icon: IconChartBar, go: 'r', badge: () => 0, tone: 'info' },
] as const

export const SETTINGS = { to: '/settings', label: 'Settings', Icon: IconSettings, go: 's' } as const

/** Numbers on the rail and the bell. Live messages refresh them; the interval is for a page without a socket. */
export function useCounts(): Waiting | undefined {
  const texts = useQuery({ ...countsQuery, refetchInterval: 60_000 }).data
  const counts = useQuery({
    queryKey: keys.notifications.counts,
    queryFn: () => dataOf(api.GET('/notifications/follow-ups')),
    refetchInterval: 60_000,
  }).data
  return counts && { ...counts, unread_texts: texts?.unread ?? 0 }
}

export function shortCount(count: number): string {
  return count > 99 ? '99+' : String(count)
}
