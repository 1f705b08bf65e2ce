import { Button, Progress } from '@mantine/core'
import { IconDownload, IconFileExport, IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCan } from '@/api/session'
import type { Export } from '@/api/types'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { StatusDot } from '@/ui/StatusDot'
import { formatBytes } from './columns'
import c from './exports.module.css'
import { download, exportsQuery, isRunning, useRemoveExport } from './queries'

const route = getRouteApi('/desk/exports')

/** Files that were made of calls: who asked for them and when, and the files as long as they are kept. */
export function ExportsPage() {
  const may = useCan('export')
  return (
    <div className="page">
      <div className="page-head">
        <h1>Exports</h1>
        <span className="grow" />
        <Button variant="default" component={Link} to="/calls">
          Choose calls
        </Button>
      </div>
      <div className={c.body}>
        {may ? (
          <History />
        ) : (
          <EmptyState title="Only admins and owners take calls out" icon={IconFileExport}>
            Ask one of them for the file that you need.
          </EmptyState>
        )}
      </div>
    </div>
  )
}

function History() {
  const list = useInfiniteQuery(exportsQuery)
  const { export: marked } = route.useSearch()
  const all = list.data?.pages.flatMap((page) => page.data) ?? []
  if (list.isPending) return <SkeletonRows rows={8} height={52} />
  if (list.isError && all.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  }
  if (all.length === 0) {
    return (
      <EmptyState
        title="Nothing was exported yet"
        icon={IconFileExport}
        action={
          <Button component={Link} to="/calls">
            Go to calls
          </Button>
        }
      >
        Filter the calls, then choose Export. The files stay here for some days.
      </EmptyState>
    )
  }
  return (
    <>
      <div className={c.card}>
        <table className={c.table}>
          <thead>
            <tr>
              <th>What</th>
              <th>Asked for</th>
              <th className={c.end}>Calls</th>
              <th className={c.end}>Size</th>
              <th>State</th>
              <th className={c.end}>File</th>
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <Row key={one.id} one={one} marked={one.id === marked} />
            ))}
          </tbody>
        </table>
      </div>
      {list.hasNextPage && (
        <div className={c.more}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Earlier ones
          </Button>
        </div>
      )}
    </>
  )
}

function Row({ one, marked }: { one: Export; marked: boolean }) {
  const remove = useRemoveExport()
  const size = one.size_bytes === undefined ? '–' : formatBytes(one.size_bytes)
  return (
    <tr data-marked={marked || undefined} aria-current={marked || undefined}>
      <td>
        <span className={c.what}>
          <strong>{one.file_name ?? `Calls as ${one.format.toUpperCase()}`}</strong>
          <small>{one.filter.length > 0 ? one.filter.join(' · ') : 'All calls'}</small>
        </span>
      </td>
      <td>
        <span className={c.what}>
          <span>{one.asked_by?.name ?? 'A program'}</span>
          <small>
            <RelativeTime at={one.created_at} />
          </small>
        </span>
      </td>
      <td className={`${c.end} num`}>
        {(isRunning(one) ? (one.total ?? 0) : one.done).toLocaleString('en-US')}
        <span className="phone-only"> calls</span>
      </td>
      <td className={`${c.end} num`} data-empty={one.size_bytes === undefined || undefined}>
        {size}
      </td>
      <td>
        <State one={one} />
      </td>
      <td data-empty={(one.status !== 'ready' && !isRunning(one)) || undefined}>
        <div className={c.actions}>
          {one.status === 'ready' && (
            <>
              <Button
                size="compact-sm"
                leftSection={<IconDownload size={14} />}
                onClick={() => void download(one.id)}
              >
                Download
              </Button>
              <ConfirmButton
                variant="default"
                size="compact-sm"
                loading={remove.isPending}
                question="The file is removed for everybody. The calls stay."
                confirmLabel="Remove the file"
                onConfirm={() => remove.mutate(one)}
                aria-label={`Remove ${one.file_name ?? 'the file'}`}
              >
                <IconTrash size={14} />
              </ConfirmButton>
            </>
          )}
          {isRunning(one) && (
            <Button
              variant="default"
              size="compact-sm"
              loading={remove.isPending}
              onClick={() => remove.mutate(one)}
            >
              Stop
            </Button>
          )}
        </div>
      </td>
    </tr>
  )
}

function State({ one }: { one: Export }) {
  switch (one.status) {
    case 'processing': {
      const total = one.total ?? 0
      return (
        <span className={c.state}>
          <Progress
            value={total === 0 ? 0 : (one.done / total) * 100}
            animated
            striped
            aria-label="Progress of the export"
          />
          <small className="num">{one.done.toLocaleString('en-US')} written</small>
        </span>
      )
    }
    case 'ready':
      return (
        <span className={c.state}>
          <StatusDot tone="ok">Ready</StatusDot>
          {one.expires_at && (
            <small>
              until <RelativeTime at={one.expires_at} mode="soon" />
            </small>
          )}
        </span>
      )
    case 'failed':
      return (
        <span className={c.state}>
          <StatusDot tone="bad">Failed</StatusDot>
          <small>{one.error}</small>
        </span>
      )
    case 'cancelled':
      return <StatusDot tone="mute">Stopped</StatusDot>
    case 'removed':
      return <StatusDot tone="mute">File removed</StatusDot>
  }
}
