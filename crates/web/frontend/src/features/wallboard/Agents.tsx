import type { WallboardAgent } from '@/api/types'
import { clockText, initials } from './lights'
import c from './wallboard.module.css'

const ACTIVITY: Record<WallboardAgent['activity'], string> = {
  on_call: 'On a call',
  in_triage: 'In triage',
  no_call: 'No call',
}

interface Props {
  agents: readonly WallboardAgent[]
  withProgram: number
  /** The server's time. */
  now: number
  short: boolean
}

/** Everybody who may take calls, as far as calls tell what they do. */
export function Agents({ agents, withProgram, now, short }: Props) {
  const talking = agents.filter((agent) => agent.activity === 'on_call').length
  return (
    <section className={c.agents} aria-label="Agents">
      <header className={c.agentsHead}>
        <h2>
          <span className="num">{talking}</span> of <span className="num">{agents.length}</span> on a call
        </h2>
        {withProgram > 0 && (
          <span className={c.note}>
            <span className="num">{withProgram}</span> with the voice program
          </span>
        )}
        <span className={c.waitsFor}>Available, wrap-up and away need a connected telephone line</span>
      </header>
      <ul>
        {agents.map((agent) => (
          <li key={agent.id} data-activity={agent.activity}>
            <span className={c.agentName}>{short ? initials(agent.name) : agent.name}</span>
            <span className={c.agentState}>{ACTIVITY[agent.activity]}</span>
            <span className={`${c.agentTime} num`}>
              {agent.since ? clockText(now - new Date(agent.since).getTime()) : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
