import { Link } from '@tanstack/react-router'
import type { CallOverview } from '@/api/types'
import { formatCents } from '@/lib/money'
import { LEAD_SOURCE } from '@/lib/words'
import { ChartCard } from './ChartCard'
import { count, percent, spoken } from './format'
import { callsBehind } from './links'
import c from './reports.module.css'

/** Where callers heard of us, and how many of them booked. */
export function SourcesCard({ overview }: { overview: CallOverview }) {
  const sources = overview.lead_sources
  const most = Math.max(1, ...sources.map((source) => source.total_calls))
  return (
    <ChartCard
      name="sources"
      title="Lead sources"
      sentence={
        sources.length === 0
          ? 'No calls in this period.'
          : `Calls by lead source. ${sources
              .map(
                (source) =>
                  `${LEAD_SOURCE[source.lead_source]}: ${count(source.total_calls)} calls, booking rate ${spoken(source.conversion_rate)}`,
              )
              .join('. ')}.`
      }
      chart={
        <div className={c.bars}>
          {sources.map((source) => (
            <div key={source.lead_source} className={c.bar}>
              <span className="ellipsis">{LEAD_SOURCE[source.lead_source]}</span>
              <span className={c.track}>
                <span data-part="calls" style={{ width: `${(source.total_calls / most) * 100}%` }} />
              </span>
              <span className={`${c.barValue} num`}>{count(source.total_calls)}</span>
              <span className={`${c.barNote} num`}>{percent(source.conversion_rate)} booked</span>
            </div>
          ))}
          {sources.length === 0 && <p className={c.nothing}>No calls in this period.</p>}
        </div>
      }
      table={
        <table className={c.table}>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Calls</th>
              <th scope="col">Leads</th>
              <th scope="col">Booked</th>
              <th scope="col">Booking rate</th>
              <th scope="col">Missed</th>
              <th scope="col">Missed value</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => {
              const link = (counted: Parameters<typeof callsBehind>[1], value: number) => (
                <Link
                  to="/calls"
                  search={callsBehind(overview.period, counted, { lead_source: [source.lead_source] })}
                >
                  {count(value)}
                </Link>
              )
              return (
                <tr key={source.lead_source}>
                  <th scope="row">{LEAD_SOURCE[source.lead_source]}</th>
                  <td>{link('total', source.total_calls)}</td>
                  <td>{link('lead', source.leads)}</td>
                  <td>{link('booked', source.booked)}</td>
                  <td>{percent(source.conversion_rate)}</td>
                  <td>{link('missed', source.missed)}</td>
                  <td>{formatCents(source.missed_value_cents)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      }
    />
  )
}
