import { Link } from '@tanstack/react-router'
import type { CallTrends, Weekday } from '@/api/types'
import { range } from '@/lib/range'
import { WEEKDAY } from '@/lib/words'
import { ChartCard } from './ChartCard'
import { count } from './format'
import { callsBehind, ofWeekHour } from './links'
import c from './reports.module.css'

type Cell = CallTrends['heat_map'][number]

const DAYS = Object.keys(WEEKDAY) as Weekday[]

/** When it rings: the hours of the week, darker where more calls came. */
export function HeatCard({ trends }: { trends: CallTrends }) {
  const cells = new Map(trends.heat_map.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]))
  const most = trends.heat_map.reduce<Cell | undefined>(
    (best, cell) => (best === undefined || cell.total_calls > best.total_calls ? cell : best),
    undefined,
  )
  const at = (weekday: Weekday, hour: number) => cells.get(`${weekday} ${hour}`)
  return (
    <ChartCard
      name="heat"
      title="When it rings"
      sentence={
        most
          ? `Calls by hour of the week. Most came on ${WEEKDAY[most.weekday]}s from ${most.hour}:00 on: ${count(most.total_calls)}.`
          : 'No calls in this period.'
      }
      chart={
        <div className={c.heat}>
          <span />
          {range(24).map((hour) => (
            <span key={hour} className={`${c.heatHour} num`}>
              {hour % 3 === 0 ? hour : ''}
            </span>
          ))}
          {DAYS.map((weekday) => [
            <span key={weekday} className={c.heatDay}>
              {WEEKDAY[weekday].slice(0, 3)}
            </span>,
            ...range(24).map((hour) => {
              const cell = at(weekday, hour)
              const share = cell && most ? cell.total_calls / most.total_calls : 0
              return (
                <span
                  key={`${weekday} ${hour}`}
                  className={c.heatCell}
                  style={{
                    background: `color-mix(in srgb, var(--chart-answered) ${Math.round(share * 100)}%, var(--app-hover))`,
                  }}
                  title={
                    cell
                      ? `${WEEKDAY[weekday]} ${hour}:00, ${count(cell.total_calls)} calls, ${count(cell.missed)} missed`
                      : `${WEEKDAY[weekday]} ${hour}:00, no calls`
                  }
                />
              )
            }),
          ])}
        </div>
      }
      table={
        <table className={c.table}>
          <thead>
            <tr>
              <th scope="col">Hour</th>
              {DAYS.map((weekday) => (
                <th key={weekday} scope="col">
                  {WEEKDAY[weekday].slice(0, 3)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {range(24).map((hour) => (
              <tr key={hour}>
                <th scope="row">{hour}:00</th>
                {DAYS.map((weekday) => {
                  const cell = at(weekday, hour)
                  return (
                    <td key={weekday}>
                      {cell ? (
                        <Link
                          to="/calls"
                          search={callsBehind(trends.period, 'total', ofWeekHour(weekday, hour))}
                        >
                          {count(cell.total_calls)}
                        </Link>
                      ) : (
                        <span className="dim">0</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}
