import { Button } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import { useCounts } from '@/shell/nav'
import c from './calls.module.css'
import type { CallFilters } from './search'

/** Ready-made filters; the ones that dispatchers reach for all day. */
const VIEWS: readonly { label: string; filters: CallFilters }[] = [
  { label: 'All', filters: {} },
  { label: 'Triage', filters: { triage_mode: true } },
  { label: 'Missed', filters: { status: ['missed'] } },
  { label: 'Needs outcome', filters: { outcome_required: true } },
  { label: 'Overdue', filters: { promise: ['overdue'] } },
  { label: 'Emergency', filters: { intent: ['emergency'] } },
]

interface Props {
  filters: CallFilters
  onChange: (filters: CallFilters) => void
}

/** Name of the page, ready-made filters, and how the shown calls went. */
export function CallsHead({ filters, onChange }: Props) {
  const { from, to, search, ...rest } = filters
  const kept = { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(search ? { search } : {}) }
  return (
    <div className={`page-head ${c.head}`}>
      <h1>Calls</h1>
      <div className={c.views} role="group" aria-label="Ready-made filters">
        {VIEWS.map((view) => (
          <button
            type="button"
            key={view.label}
            className={c.view}
            aria-pressed={same(rest, view.filters)}
            onClick={() => onChange({ ...kept, ...view.filters })}
          >
            {view.label}
          </button>
        ))}
      </div>
      <span className="grow" />
      <Metrics filters={filters} onOverdue={() => onChange({ ...kept, promise: ['overdue'] })} />
      <TriageButton />
    </div>
  )
}

function Metrics({ filters, onOverdue }: { filters: CallFilters; onOverdue: () => void }) {
  const { data } = useQuery({
    queryKey: keys.calls.metrics(filters),
    queryFn: () => dataOf(api.GET('/calls/metrics', { params: { query: filters } })),
    placeholderData: keepPreviousData,
  })
  const answered = data?.answered_percent
  return (
    <dl className={`${c.metrics} num`} aria-label="The calls below in numbers">
      <div>
        <dt>Answered</dt>
        <dd>{answered === undefined ? '–' : `${Math.round(answered)}%`}</dd>
      </div>
      <div>
        <dt>Overdue</dt>
        <dd data-bad={(data?.overdue ?? 0) > 0 || undefined}>
          <button type="button" onClick={onOverdue} aria-label={`Show ${data?.overdue ?? 0} overdue calls`}>
            {data?.overdue.toLocaleString('en-US') ?? '–'}
          </button>
        </dd>
      </div>
      <div>
        <dt>Booked</dt>
        <dd>{data?.booked.toLocaleString('en-US') ?? '–'}</dd>
      </div>
    </dl>
  )
}

function TriageButton() {
  const may = useCan('work_calls')
  const waiting = useCounts()?.triage_count ?? 0
  if (!may) return null
  return (
    <Button component={Link} to="/triage" leftSection={<IconUrgent size={15} />} className={c.triage ?? ''}>
      Triage{waiting > 0 && <span className="num">&nbsp;{waiting.toLocaleString('en-US')}</span>}
    </Button>
  )
}

function same(a: CallFilters, b: CallFilters): boolean {
  const text = (filters: CallFilters) =>
    JSON.stringify(Object.entries(filters).toSorted(([x], [y]) => x.localeCompare(y)))
  return text(a) === text(b)
}
