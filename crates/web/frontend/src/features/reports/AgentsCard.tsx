import { Link } from '@tanstack/react-router'
import type { AgentPerformance, AgentsPerformance, CallFigures } from '@/api/types'
import { formatDuration } from '@/lib/time'
import { Avatar } from '@/ui/Avatar'
import { count, percent } from './format'
import { callsBehind, ofAgent } from './links'
import c from './reports.module.css'

/** Who talked, and what came of it. */
export function AgentsCard({ performance }: { performance: AgentsPerformance }) {
  const { agents, human, ai, period } = performance
  const both = human.total_calls > 0 && ai.total_calls > 0
  return (
    <section className={`card ${c.card}`} aria-labelledby="report-agents">
      <header className={c.cardHead}>
        <h2 id="report-agents">Agents</h2>
        <span className="grow" />
        {both && (
          <span className={`${c.cardNote} num`}>
            people {percent(human.conversion_rate)} booked, voice program {percent(ai.conversion_rate)}
          </span>
        )}
      </header>
      {agents.length === 0 ? (
        <p className={c.nothing}>Nobody talked in this period.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard
        <div className={c.tableBox} tabIndex={0} role="region" aria-label="Agents, table">
          <table className={c.table}>
            <thead>
              <tr>
                <th scope="col">Agent</th>
                <th scope="col">Calls</th>
                <th scope="col">Answered</th>
                <th scope="col">Average</th>
                <th scope="col">Leads</th>
                <th scope="col">Booked</th>
                <th scope="col">Booking rate</th>
              </tr>
            </thead>
            <tbody>
              {agents.map((agent) => (
                <tr key={agent.agent_id ?? agent.agent_type}>
                  <th scope="row">
                    <span className={c.agent}>
                      <Avatar name={nameOf(agent)} />
                      {nameOf(agent)}
                    </span>
                  </th>
                  <Figures figures={agent} agent={agent} period={period} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function nameOf(agent: AgentPerformance): string {
  return agent.agent_type === 'ai' && !agent.agent_id ? 'Voice program' : (agent.name ?? 'Former member')
}

function Figures({
  figures,
  agent,
  period,
}: {
  figures: CallFigures
  agent: AgentPerformance
  period: AgentsPerformance['period']
}) {
  const link = (counted: Parameters<typeof callsBehind>[1], value: number) => (
    <Link to="/calls" search={callsBehind(period, counted, ofAgent(agent))}>
      {count(value)}
    </Link>
  )
  return (
    <>
      <td>{link('total', figures.total_calls)}</td>
      <td>{link('answered', figures.answered)}</td>
      <td>{figures.avg_duration === undefined ? '–' : formatDuration(figures.avg_duration)}</td>
      <td>{link('lead', figures.leads)}</td>
      <td>{link('booked', figures.booked)}</td>
      <td>{percent(figures.conversion_rate)}</td>
    </>
  )
}
