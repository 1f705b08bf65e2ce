import { Button } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import { useCounts } from '@/shell/nav'
import c from './calls.module.css'
import { type CallFilters, daysAndSearch } from './search'
import type { ViewsState } from './views/useViewsState'
import { ViewTabs } from './views/ViewTabs'

interface Props {
  views: ViewsState
  filters: CallFilters
  onChange: (filters: CallFilters) => void
  /** What else can be done with the calls below. */
  children?: ReactNode
}

/** Name of the page, saved views, and how the shown calls went. */
export function CallsHead({ views, filters, onChange, children }: Props) {
  return (
    <div className={`page-head ${c.head}`}>
      <h1>Calls</h1>
      <div className={c.views}>
        <ViewTabs state={views} />
      </div>
      <span className="grow" />
      <Metrics
        filters={filters}
        onOverdue={() => onChange({ ...daysAndSearch(filters), promise: ['overdue'] })}
      />
      {children}
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
