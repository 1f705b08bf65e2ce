import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Kept, SlaFigures, SlaReport } from '@/api/types'
import type { FollowUpsSearch } from '@/features/followups/search'
import { FOLLOW_UP_KIND } from '@/lib/words'
import { ChartCard } from './ChartCard'
import { count, percent, spoken, taken } from './format'
import { promisesBehind } from './links'
import c from './reports.module.css'

interface Line {
  key: string
  label: string
  figures: SlaFigures
  filter: FollowUpsSearch
}

type By = 'kind' | 'agent' | 'hour'

/** How well promises are kept, by what was promised, by whom, and when it was due. */
export function SlaCard({ sla }: { sla: SlaReport }) {
  const [by, setBy] = useState<By>('kind')
  const lines = linesOf(sla, by)
  const { total, period } = sla
  return (
    <ChartCard
      name="sla"
      title="Promises kept in time"
      sentence={`${count(total.due)} promises came due, ${spoken(total.sla_compliance)} kept in time. ${lines
        .map((line) => `${line.label}: ${spoken(line.figures.sla_compliance)}`)
        .join('. ')}.`}
      aside={
        <SegmentedControl
          aria-label="Promises by"
          value={by}
          onChange={(value) => setBy(value as By)}
          data={[
            { value: 'kind', label: 'Kind' },
            { value: 'agent', label: 'Agent' },
            { value: 'hour', label: 'Hour' },
          ]}
        />
      }
      chart={
        <div className={c.bars}>
          <div className={c.barHead} aria-hidden>
            <span className={c.keys}>
              <span data-part="in_time">in time</span>
              <span data-part="late">late</span>
              <span data-part="broken">open</span>
            </span>
            <span>median / 90 of 100</span>
          </div>
          <Bar line={{ key: 'all', label: 'All', figures: total, filter: {} }} strong />
          {lines.map((line) => (
            <Bar key={line.key} line={line} />
          ))}
          {total.due === 0 && <p className={c.nothing}>No promise came due in this period.</p>}
        </div>
      }
      table={
        <table className={c.table}>
          <thead>
            <tr>
              <th scope="col">{by === 'kind' ? 'Kind' : by === 'agent' ? 'Agent' : 'Hour'}</th>
              <th scope="col">Due</th>
              <th scope="col">In time</th>
              <th scope="col">Late</th>
              <th scope="col">Open</th>
              <th scope="col">In time %</th>
              <th scope="col">Median</th>
              <th scope="col">90 of 100</th>
            </tr>
          </thead>
          <tbody>
            {[{ key: 'all', label: 'All', figures: total, filter: {} }, ...lines].map((line) => (
              <tr key={line.key}>
                <th scope="row">{line.label}</th>
                {(['due', 'in_time', 'late', 'broken'] as const).map((name) => (
                  <td key={name}>
                    <Link to="/follow-ups" search={behind(line, name)}>
                      {count(line.figures[name])}
                    </Link>
                  </td>
                ))}
                <td>{percent(line.figures.sla_compliance)}</td>
                <td>{taken(line.figures, 'median')}</td>
                <td>{taken(line.figures, 'p90')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )

  function behind(line: Line, name: Kept | 'due'): FollowUpsSearch {
    return promisesBehind(period, name, line.filter)
  }
}

function Bar({ line, strong = false }: { line: Line; strong?: boolean }) {
  const { figures, label } = line
  const share = (value: number) => `${figures.due > 0 ? (value / figures.due) * 100 : 0}%`
  return (
    <div className={c.bar} data-strong={strong || undefined}>
      <span className="ellipsis">{label}</span>
      <span className={c.track}>
        <span data-part="in_time" style={{ width: share(figures.in_time) }} />
        <span data-part="late" style={{ width: share(figures.late) }} />
        <span data-part="broken" style={{ width: share(figures.broken) }} />
      </span>
      <span className={`${c.barValue} num`}>{percent(figures.sla_compliance)}</span>
      <span className={`${c.barNote} num`}>
        {taken(figures, 'median')} / {taken(figures, 'p90')}
      </span>
    </div>
  )
}

function linesOf(sla: SlaReport, by: By): Line[] {
  switch (by) {
    case 'kind':
      return sla.by_kind.map((line) => ({
        key: line.type,
        label: FOLLOW_UP_KIND[line.type],
        figures: line,
        filter: { type: [line.type] },
      }))
    case 'agent':
      return sla.by_agent.map((line) => ({
        key: line.agent_id ?? 'none',
        label: line.name ?? 'Pool (nobody)',
        figures: line,
        filter: { by: line.agent_id ?? 'none' },
      }))
    case 'hour':
      return sla.by_hour
        .toSorted((a, b) => a.hour - b.hour)
        .map((line) => ({
          key: String(line.hour),
          label: `${line.hour}:00`,
          figures: line,
          filter: { hour: [line.hour] },
        }))
  }
}
