import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import c from './consent.module.css'
import { ledgerQuery, type Party } from './queries'
import { authorName, CHANGE, channels, purposes, VIA } from './words'

/** Every word about contact with its proof, newest first. Nothing in it is ever changed. */
export function Ledger({ party }: { party: Party }) {
  const list = useInfiniteQuery(ledgerQuery(party))
  const entries = list.data?.pages.flatMap((page) => page.data) ?? []
  if (list.isPending) return <SkeletonRows rows={2} height={40} />
  if (list.isError && entries.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  }
  if (entries.length === 0) return <p className="dim">Nobody said anything about contact yet.</p>
  return (
    <>
      <ol className={c.ledger} aria-label="Ledger of consent">
        {entries.map((entry) => (
          <li key={entry.id}>
            <span className={c.line}>
              <b>{CHANGE[entry.change]}</b>
              <span className="dim">
                <RelativeTime at={entry.at} />
              </span>
            </span>
            <span>
              {channels(entry.channels)}, {purposes(entry.purposes)}
            </span>
            {entry.words && <span className={c.words}>“{entry.words}”</span>}
            <small className="dim">
              {VIA[entry.via]}, written down by {authorName(entry.by)}
              {entry.source && ` (${entry.source})`}
            </small>
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <div>
          <Button
            variant="default"
            size="compact-sm"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Earlier
          </Button>
        </div>
      )}
    </>
  )
}
