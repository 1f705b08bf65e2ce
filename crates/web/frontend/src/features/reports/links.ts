import type { AgentPerformance, CountedAs, Kept, Weekday } from '@/api/types'
import type { CallsSearch } from '@/features/calls/search'
import type { FollowUpsSearch } from '@/features/followups/search'
import type { Period } from './queries'

/** The calls behind a number: the list with the filter that the number was counted by. */
export function callsBehind(period: Period, counted: CountedAs, more: CallsSearch = {}): CallsSearch {
  return { from: period.from, to: period.to, counted_as: [counted], ...more }
}

/** The calls of an agent; the voice program is no member. */
export function ofAgent(agent: AgentPerformance): CallsSearch {
  return agent.agent_id
    ? { agent_id: [agent.agent_id], agent_type: [agent.agent_type] }
    : { agent_type: [agent.agent_type] }
}

export function ofWeekHour(weekday: Weekday, hour: number): CallsSearch {
  return { weekday: [weekday], hour: [hour] }
}

const ALL_KEPT: Kept[] = ['in_time', 'late', 'broken']

/** The promises behind a number. */
export function promisesBehind(
  period: Period,
  kept: Kept | 'due',
  more: FollowUpsSearch = {},
): FollowUpsSearch {
  return { tab: 'all', from: period.from, to: period.to, kept: kept === 'due' ? ALL_KEPT : [kept], ...more }
}
