import { AreaChart, BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { Link } from '@tanstack/react-router'
import type { CallTrends } from '@/api/types'
import { formatDay, wallTime } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { ChartCard } from './ChartCard'
import { count, percent } from './format'
import { callsBehind } from './links'
import c from './reports.module.css'

const SERIES = [
  { name: 'answered', label: 'Answered', color: 'var(--chart-answered)' },
  { name: 'missed', label: 'Missed', color: 'var(--chart-missed)' },
  { name: 'abandoned', label: 'Given up', color: 'var(--chart-abandoned)' },
]

/** Answered and missed over the days of the period, or over the hours of a single day. */
export function DaysCard({ trends }: { trends: CallTrends }) {
  const zone = useZone()
  const oneDay = trends.daily.length === 1
  const points = oneDay
    ? trends.hourly.map((point) => ({ at: `${point.hour}:00`, ...picked(point) }))
    : trends.daily.map((point) => ({ at: formatDay(point.period.from, zone), ...picked(point) }))
  const most = trends.daily.reduce(
    (best, day) => (day.incoming > best.incoming ? day : best),
    trends.daily[0] ?? NONE,
  )
  const shared = {
    h: 260,
    data: points,
    dataKey: 'at',
    series: SERIES,
    withLegend: true,
    // In the order of the series; by itself the legend sorts by name.
    legendProps: { verticalAlign: 'top' as const, height: 36, itemSorter: null },
    valueFormatter: count,
    tooltipAnimationDuration: 0,
    strokeDasharray: '4 4',
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
  }
  return (
    <ChartCard
      name="days"
      title={oneDay ? 'Calls by hour' : 'Calls by day'}
      sentence={sentenceOf(trends, oneDay, zone, most.period.from)}
      chart={
        oneDay ? (
          <BarChart {...shared} type="stacked" />
        ) : (
          <AreaChart
            {...shared}
            type="stacked"
            curveType="monotone"
            withDots={false}
            fillOpacity={0.22}
            areaChartProps={{ accessibilityLayer: false }}
          />
        )
      }
      table={oneDay ? <HoursTable trends={trends} /> : <DaysTable trends={trends} />}
    />
  )
}

const NONE = { incoming: 0, period: { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:00Z' } }

function picked({ answered, missed, abandoned }: CallTrends['daily'][number] | CallTrends['hourly'][number]) {
  return { answered, missed, abandoned }
}

function sentenceOf(trends: CallTrends, oneDay: boolean, zone: string, busiest: string): string {
  const sum = (name: 'answered' | 'missed' | 'abandoned') =>
    count(trends.daily.reduce((total, day) => total + day[name], 0))
  const all = `${sum('answered')} answered, ${sum('missed')} missed and ${sum('abandoned')} given up`
  if (oneDay) {
    const hour = trends.hourly.reduce((best, point) => (point.incoming > best.incoming ? point : best))
    return `Incoming calls of the day by hour: ${all}. Most came from ${hour.hour}:00 on.`
  }
  return `Incoming calls on ${trends.daily.length} days: ${all}. Most came on ${formatDay(busiest, zone)}.`
}

function DaysTable({ trends }: { trends: CallTrends }) {
  const zone = useZone()
  return (
    <table className={c.table}>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <Heads />
        </tr>
      </thead>
      <tbody>
        {trends.daily.map((day) => (
          <tr key={day.period.from}>
            <th scope="row">
              {new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone: zone }).format(
                new Date(day.period.from),
              )}{' '}
              {formatDay(day.period.from, zone)}
            </th>
            {(['incoming', 'answered', 'missed', 'abandoned'] as const).map((name) => (
              <td key={name}>
                <Link to="/calls" search={callsBehind(day.period, name)}>
                  {count(day[name])}
                </Link>
              </td>
            ))}
            <td>{percent(day.answered_percent)}</td>
            <td>
              <Link to="/calls" search={callsBehind(day.period, 'booked')}>
                {count(day.booked)}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function HoursTable({ trends }: { trends: CallTrends }) {
  const zone = useZone()
  const now = wallTime(new Date(trends.period.to).getTime() - 1, zone).hour
  return (
    <table className={c.table}>
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <Heads />
        </tr>
      </thead>
      <tbody>
        {trends.hourly
          .filter((point) => point.hour <= now)
          .map((point) => (
            <tr key={point.hour}>
              <th scope="row">{point.hour}:00</th>
              {(['incoming', 'answered', 'missed', 'abandoned'] as const).map((name) => (
                <td key={name}>
                  <Link to="/calls" search={callsBehind(trends.period, name, { hour: [point.hour] })}>
                    {count(point[name])}
                  </Link>
                </td>
              ))}
              <td>{percent(point.answered_percent)}</td>
              <td>
                <Link to="/calls" search={callsBehind(trends.period, 'booked', { hour: [point.hour] })}>
                  {count(point.booked)}
                </Link>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function Heads() {
  return (
    <>
      <th scope="col">Incoming</th>
      <th scope="col">Answered</th>
      <th scope="col">Missed</th>
      <th scope="col">Given up</th>
      <th scope="col">Answered %</th>
      <th scope="col">Booked</th>
    </>
  )
}
