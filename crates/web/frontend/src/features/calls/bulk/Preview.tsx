import { Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowRight, IconCircleMinus } from '@tabler/icons-react'
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { messageOf } from '@/api/problem'
import type { BulkPreview } from '@/api/types'
import { counted } from '@/lib/counted'
import c from './bulk.module.css'
import type { BulkChange, BulkTarget } from './change'

/** What the change would do at this moment, by the server's rules. */
export function usePreview(target: BulkTarget, change: BulkChange | undefined): UseQueryResult<BulkPreview> {
  const [settled] = useDebouncedValue(change ? JSON.stringify(change) : undefined, 300)
  return useQuery({
    queryKey: ['calls', 'bulk-preview', target, settled],
    queryFn: ({ signal }) => {
      const wanted = JSON.parse(settled ?? '{}') as BulkChange
      return dataOf(api.POST('/calls/bulk/preview', { body: { ...target, ...wanted }, signal }))
    },
    enabled: settled !== undefined && change !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  })
}

interface Props {
  preview: UseQueryResult<BulkPreview>
  count: number
  /** The form says what is to be done. */
  ready: boolean
}

/** "1,343 of 1,384 calls will change", and why the others will not. */
export function PreviewOf({ preview, count, ready }: Props) {
  if (!ready) return <div className={c.preview} data-empty />
  if (preview.isError) {
    return (
      <p className={c.complaint} role="alert">
        {messageOf(preview.error)}
      </p>
    )
  }
  const { data } = preview
  if (!data) {
    return (
      <div className={c.preview} role="status">
        <Loader size={14} /> Looking at {counted(count, 'call')}…
      </div>
    )
  }
  return (
    <div className={c.preview} role="status" data-stale={preview.isPlaceholderData || undefined}>
      <p className="num">
        <IconArrowRight size={15} />
        {data.would_change === data.total ? (
          <strong>{counted(data.total, 'call')} will change.</strong>
        ) : (
          <span>
            <strong>{data.would_change.toLocaleString('en-US')}</strong> of {counted(data.total, 'call')} will
            change.
          </span>
        )}
      </p>
      {data.skipped.length > 0 && (
        <ul aria-label="Calls that stay as they are">
          {data.skipped.map((left) => (
            <li key={`${left.reason} ${left.held_by?.id ?? ''}`} className="num">
              <IconCircleMinus size={14} />
              {left.calls.toLocaleString('en-US')} {left.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
