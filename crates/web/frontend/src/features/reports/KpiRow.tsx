import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CallOverview } from '@/api/types'
import { formatCents } from '@/lib/money'
import { formatDuration } from '@/lib/time'
import { type Change, changeOf } from './change'
import { count, percent } from './format'
import { callsBehind, promisesBehind } from './links'
import c from './reports.module.css'

/** The period in eight numbers, each with its change and the calls behind it. */
export function KpiRow({ overview }: { overview: CallOverview }) {
  const { previous: before, period } = overview
  const calls = (counted: Parameters<typeof callsBehind>[1]) => ({
    to: '/calls' as const,
    search: callsBehind(period, counted),
  })
  return (
    <section className={`card ${c.kpis}`} aria-label="At a glance">
      <Kpi
        label="Calls"
        change={changeOf(overview.total_calls, before.total_calls, 'neither')}
        behind={`${count(overview.incoming)} incoming, ${count(overview.outgoing)} outgoing`}
      >
        <Link {...calls('total')}>{count(overview.total_calls)}</Link>
      </Kpi>
      <Kpi
        label="Answered"
        change={changeOf(overview.answered_percent, before.answered_percent, 'more', 'points')}
        behind={
          <>
            <Link {...calls('answered')}>{count(overview.answered)}</Link> of{' '}
            <Link {...calls('incoming')}>{count(overview.incoming)}</Link> incoming
          </>
        }
      >
        {percent(overview.answered_percent)}
      </Kpi>
      <Kpi
        label="Missed"
        change={changeOf(overview.missed, before.missed, 'less')}
        behind={
          <>
            and <Link {...calls('abandoned')}>{count(overview.abandoned)}</Link> given up before 15 s
          </>
        }
      >
        <Link {...calls('missed')}>{count(overview.missed)}</Link>
      </Kpi>
      <Kpi
        label="Missed value"
        change={changeOf(overview.missed_value_cents, before.missed_value_cents, 'less')}
        behind={
          <>
            in <Link {...calls('missed_value')}>{count(overview.missed_value_calls)}</Link> calls;{' '}
            <Link {...calls('recovered')}>{count(overview.recovered)}</Link> booked later
          </>
        }
      >
        {formatCents(overview.missed_value_cents)}
      </Kpi>
      <Kpi
        label="Booking rate"
        change={changeOf(overview.conversion_rate, before.conversion_rate, 'more', 'points')}
        behind={
          <>
            <Link {...calls('booked')}>{count(overview.booked)}</Link> of{' '}
            <Link {...calls('lead')}>{count(overview.leads)}</Link> leads
          </>
        }
      >
        {percent(overview.conversion_rate)}
      </Kpi>
      <Kpi
        label="Promises kept in time"
        change={changeOf(overview.sla_compliance, before.sla_compliance, 'more', 'points')}
        behind={
          <Link to="/follow-ups" search={promisesBehind(period, 'due')}>
            of what came due
          </Link>
        }
      >
        {percent(overview.sla_compliance)}
      </Kpi>
      <Kpi
        label="Average call"
        change={changeOf(overview.avg_duration, before.avg_duration, 'neither', 'seconds')}
        behind="talking, answered calls"
      >
        {overview.avg_duration === undefined ? '–' : formatDuration(overview.avg_duration)}
      </Kpi>
      <Kpi
        label="Answered, no lead"
        change={changeOf(overview.excused, before.excused, 'neither')}
        behind="not in the booking rate"
      >
        <Link {...calls('excused')}>{count(overview.excused)}</Link>
      </Kpi>
    </section>
  )
}

interface KpiProps {
  label: string
  change: Change | undefined
  behind: ReactNode
  children: ReactNode
}

function Kpi({ label, change, behind, children }: KpiProps) {
  return (
    <div className={c.kpi}>
      <span className={c.kpiLabel}>{label}</span>
      <span className={c.kpiLine}>
        <span className={`${c.kpiValue} num`}>{children}</span>
        {change && (
          <span className={`${c.change} num`} data-tone={change.tone}>
            {change.text}
          </span>
        )}
      </span>
      <span className={`${c.behind} num`}>{behind}</span>
    </div>
  )
}
