import { Button, Modal, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { BulkRow } from '@/api/types'
import { formatPhonesIn } from '@/lib/phone'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import c from './activity.module.css'

type Shown = 'skipped' | 'done'
const PAGE = 50

interface Props {
  job: string
  onClose: () => void
}

/** The calls of a change, each with what became of it and a way to look at it. */
export function JobRowsDialog({ job, onClose }: Props) {
  const [shown, setShown] = useState<Shown>('skipped')
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { data: head } = useQuery({
    queryKey: keys.activity.job(job),
    queryFn: () => dataOf(api.GET('/bulk-jobs/{id}', { params: { path: { id: job } } })),
  })
  const count = (number: number | undefined) => (number ?? 0).toLocaleString('en-US')
  return (
    <Modal
      opened
      onClose={onClose}
      title={head ? head.what : 'What became of the calls'}
      size="lg"
      fullScreen={phone ?? false}
    >
      <div className={c.rowsHead}>
        <SegmentedControl
          aria-label="Which calls"
          withItemsBorders={false}
          data={[
            { value: 'skipped', label: `Left as they were (${count(head?.progress.skipped)})` },
            { value: 'done', label: `Changed (${count(head?.progress.done)})` },
          ]}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
        />
        {shown === 'skipped' && (head?.skipped.length ?? 0) > 0 && (
          <ul className={c.reasons} aria-label="Reasons">
            {head?.skipped.map((left) => (
              <li key={`${left.reason} ${left.held_by?.id ?? ''}`} className="num">
                {left.calls.toLocaleString('en-US')} {left.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Rows job={job} shown={shown} onClose={onClose} />
    </Modal>
  )
}

function Rows({ job, shown, onClose }: { job: string; shown: Shown; onClose: () => void }) {
  const rows = useInfiniteQuery({
    queryKey: keys.activity.rows(job, shown),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/bulk-jobs/{id}/rows', {
          params: {
            path: { id: job },
            query: { result: shown, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
  })
  if (rows.isPending) return <SkeletonRows rows={6} height={40} />
  if (rows.isError && !rows.data) return <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
  const all = rows.data.pages.flatMap((page) => page.data)
  if (all.length === 0) return <p className="dim">{shown === 'skipped' ? 'None was left.' : 'None yet.'}</p>
  return (
    <>
      <ul className={c.rows} aria-label={shown === 'skipped' ? 'Calls left as they were' : 'Changed calls'}>
        {all.map((row) => (
          <Row key={row.call_id} row={row} onOpen={onClose} />
        ))}
      </ul>
      {rows.hasNextPage && (
        <Button variant="default" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}

function Row({ row, onOpen }: { row: BulkRow; onOpen: () => void }) {
  const name = row.caller === '' ? 'Unknown caller' : formatPhonesIn(row.caller)
  return (
    <li className={c.row}>
      {row.started_at === undefined ? (
        <span className="dim">A call that is gone</span>
      ) : (
        <Link
          to="/calls/$id"
          params={{ id: row.call_id }}
          onClick={onOpen}
          className={`${c.rowName} ellipsis`}
        >
          {name}
        </Link>
      )}
      <span className={`${c.rowWhy} dim`}>{row.message}</span>
      <span className="dim">{row.started_at && <RelativeTime at={row.started_at} />}</span>
    </li>
  )
}
