import { Button, Skeleton } from '@mantine/core'
import { IconChartBar, IconDeviceTv } from '@tabler/icons-react'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { AgentsCard } from './AgentsCard'
import { TablesContext } from './ChartCard'
import { DaysCard } from './DaysCard'
import { HeatCard } from './HeatCard'
import { KpiRow } from './KpiRow'
import { PeriodPicker } from './PeriodPicker'
import { agentsQuery, overviewQuery, slaQuery, trendsQuery } from './queries'
import c from './reports.module.css'
import { SlaCard } from './SlaCard'
import { SourcesCard } from './SourcesCard'
import { periodOf, type ReportsSearch } from './search'

/** The desk over time. Every number leads to the calls or promises that it counts. */
export function ReportsPage() {
  const search = useSearch({ from: '/desk/reports' })
  const navigate = useNavigate()
  const zone = useZone()
  // All parts of the page end at the same instant, so that their numbers agree.
  const [asked, setAsked] = useState(() => Date.now())
  const { period: key, from, to } = search
  const period = useMemo(
    () => periodOf({ ...(key ? { period: key } : {}), ...(from && to ? { from, to } : {}) }, asked, zone),
    [key, from, to, asked, zone],
  )
  const overview = useQuery(overviewQuery(period))
  const trends = useQuery(trendsQuery(period))
  const sla = useQuery(slaQuery(period))
  const agents = useQuery(agentsQuery(period))
  const go = (next: ReportsSearch) => void navigate({ to: '/reports', search: next, replace: true })
  const tables = useMemo(() => search.table ?? [], [search.table])
  const toggle = (name: string) => {
    const { table: _table, ...rest } = search
    const next = tables.includes(name) ? tables.filter((one) => one !== name) : [...tables, name]
    go(next.length > 0 ? { ...rest, table: next } : rest)
  }
  const before = overview.data?.previous.period
  return (
    <div className="page">
      <div className={`page-head ${c.head}`}>
        <h1>Reports</h1>
        <Button
          variant="default"
          leftSection={<IconDeviceTv size={15} />}
          renderRoot={(props) => <Link to="/wallboard" {...props} />}
        >
          Wallboard
        </Button>
        <span className="grow" />
        <PeriodPicker
          search={search}
          onChange={(next) => {
            setAsked(Date.now())
            go(next)
          }}
          refreshing={overview.isFetching || trends.isFetching}
          onRefresh={() => setAsked(Date.now())}
        />
      </div>
      <TablesContext value={{ shown: tables, toggle }}>
        <div className={c.body}>
          <Part query={overview} height={96}>
            {(data) => <KpiRow overview={data} />}
          </Part>
          {overview.data?.total_calls === 0 && (
            <div className="card">
              <EmptyState icon={IconChartBar} title="No calls in this period">
                Choose a longer one. What is counted appears here within seconds of a call.
              </EmptyState>
            </div>
          )}
          <Part query={trends} height={340}>
            {(data) => <DaysCard trends={data} />}
          </Part>
          <div className={c.two}>
            <Part query={trends} height={300}>
              {(data) => <HeatCard trends={data} />}
            </Part>
            <Part query={sla} height={300}>
              {(data) => <SlaCard sla={data} />}
            </Part>
          </div>
          <div className={c.two}>
            <Part query={agents} height={260}>
              {(data) => <AgentsCard performance={data} />}
            </Part>
            <Part query={overview} height={260}>
              {(data) => <SourcesCard overview={data} />}
            </Part>
          </div>
          {before && (
            <p className={c.foot}>
              Changes are against the same days before: {formatFull(before.from, zone)} to{' '}
              {formatFull(before.to, zone)}. Days and hours are those of {zone}. Demonstrations are in no
              number; spam is in no missed value and no booking rate.
            </p>
          )}
        </div>
      </TablesContext>
    </div>
  )
}

/** A part of the page: grey while it loads, and why it does not come. */
function Part<T>({
  query,
  height,
  children,
}: {
  query: UseQueryResult<T>
  height: number
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) {
    return (
      <div className={c.part} data-stale={query.isPlaceholderData || undefined}>
        {children(query.data)}
      </div>
    )
  }
  if (query.isError) {
    return (
      <div className="card">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  }
  return (
    <div className="card" role="status" aria-label="Loading" aria-busy>
      <Skeleton height={height} radius="lg" />
    </div>
  )
}
