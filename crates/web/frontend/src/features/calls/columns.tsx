import { IconMicrophone } from '@tabler/icons-react'
import type { CallRow } from '@/api/types'
import { formatDuration } from '@/lib/time'
import { INTENT, isEscalating } from '@/lib/words'
import { Money } from '@/ui/Money'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { StatusDot } from '@/ui/StatusDot'
import type { Column } from '@/ui/table/columns'
import { CallerCell } from './cells/CallerCell'
import c from './cells/cells.module.css'
import { DirectionCell } from './cells/DirectionCell'
import { EscalationChip } from './cells/EscalationChip'
import { FollowUpCell } from './cells/FollowUpCell'
import { RowActions } from './cells/RowActions'
import { TimeCell } from './cells/TimeCell'

const dash = <span className="dim">–</span>

/** The thirteen columns of the call list with their widths (S1-TBL-03). */
export const CALL_COLUMNS: readonly Column<CallRow>[] = [
  {
    id: 'time',
    label: 'Time',
    width: 160,
    sort: 'time',
    sortsDescending: true,
    cell: (call) => <TimeCell call={call} />,
  },
  { id: 'direction', label: 'Direction', width: 100, cell: (call) => <DirectionCell call={call} /> },
  {
    id: 'caller',
    label: 'Caller',
    width: 200,
    minWidth: 120,
    sort: 'caller',
    fixed: true,
    cell: (call) => <CallerCell call={call} />,
  },
  {
    id: 'duration',
    label: 'Duration',
    width: 100,
    align: 'end',
    sort: 'duration',
    sortsDescending: true,
    cell: (call) =>
      call.duration_s > 0 ? <span className="num">{formatDuration(call.duration_s)}</span> : dash,
  },
  {
    id: 'intent',
    label: 'Intent',
    width: 120,
    sort: 'intent',
    cell: (call) => <IntentCell call={call} />,
  },
  {
    id: 'disposition',
    label: 'Disposition',
    width: 130,
    sort: 'disposition',
    cell: (call) => <OutcomeChip disposition={call.disposition} required={call.outcome_required} />,
  },
  { id: 'agent', label: 'Agent', width: 80, sort: 'agent', cell: (call) => <AgentCell call={call} /> },
  {
    id: 'value',
    label: 'Value',
    width: 100,
    align: 'end',
    sort: 'value',
    sortsDescending: true,
    cell: (call) => <Money cents={call.value_est_cents} />,
  },
  { id: 'tags', label: 'Tags', width: 150, cell: (call) => <TagsCell tags={call.tags} /> },
  { id: 'recording', label: 'Recording', width: 80, cell: (call) => <RecordingCell call={call} /> },
  {
    id: 'follow_up',
    label: 'Follow-up',
    width: 120,
    sort: 'follow_up',
    cell: (call) => <FollowUpCell call={call} />,
  },
  {
    id: 'job',
    label: 'Job',
    width: 100,
    cell: ({ job_id }) => (job_id ? <StatusDot tone="ok">Linked</StatusDot> : dash),
  },
  { id: 'actions', label: 'Actions', width: 100, floating: true, cell: (call) => <RowActions call={call} /> },
]

/** What the caller wants; of an emergency that nobody has, just that. */
function IntentCell({ call }: { call: CallRow }) {
  const { intent } = call
  if (isEscalating(call)) return <EscalationChip />
  return intent ? <StatusDot tone={INTENT[intent].tone}>{INTENT[intent].label}</StatusDot> : dash
}

function AgentCell({ call }: { call: CallRow }) {
  if (call.agent_type === 'ai') return <span className="dim">Voice</span>
  if (!call.agent) return dash
  return (
    <span className="ellipsis" title={call.agent.name}>
      {call.agent.name.split(' ')[0]}
    </span>
  )
}

function TagsCell({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null
  const rest = tags.slice(2)
  return (
    <span className={c.tags}>
      {tags.slice(0, 2).map((tag) => (
        <span key={tag} className="tag ellipsis">
          {tag}
        </span>
      ))}
      {rest.length > 0 && (
        <span className={`tag num ${c.rest}`} title={rest.join(', ')}>
          +{rest.length}
        </span>
      )}
    </span>
  )
}

function RecordingCell({ call }: { call: CallRow }) {
  if (!call.has_recording) return null
  return <IconMicrophone size={15} stroke={1.6} className="dim" role="img" aria-label="Has a recording" />
}
