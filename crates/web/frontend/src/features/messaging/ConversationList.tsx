import { Button } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Conversation } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatAgo, formatSoon } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { Avatar } from '@/ui/Avatar'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import c from './messaging.module.css'
import type { TextsTab } from './search'
import { nameOf } from './useTexts'

interface Props {
  list: UseInfiniteQueryResult<unknown>
  rows: readonly Conversation[]
  tab: TextsTab
  open: string | undefined
  onOpen: (id: string) => void
}

const EMPTY: Record<TextsTab, [string, string]> = {
  open: ['Nobody waits for an answer', 'A text that comes in opens a conversation.'],
  mine: ['You have no open conversation', 'What is assigned to you shows here.'],
  unassigned: ['Everybody has somebody', 'Open conversations that nobody has show here.'],
  unread: ['You have read everything', 'New texts show here until you open them.'],
  needs: ['Nothing needs you', 'Texts that did not arrive, or may not have gone out, show here.'],
  snoozed: ['Nothing is put off', 'Snoozed conversations come back by themselves.'],
  done: ['Nothing is done yet', 'Settled conversations stay here.'],
  all: ['No texts yet', 'Text a customer from a call.'],
}

/** Conversations, the one in which something happened last first. */
export function ConversationList({ list, rows, tab, open, onOpen }: Props) {
  if (list.isPending) return <SkeletonRows rows={9} height={68} />
  if (list.isError && rows.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  }
  if (rows.length === 0) {
    const [title, text] = EMPTY[tab]
    return <EmptyState title={title}>{text}</EmptyState>
  }
  return (
    <ul className={c.list} aria-label="Conversations" data-stale={list.isPlaceholderData || undefined}>
      {rows.map((row) => (
        <li key={row.id}>
          <Item row={row} current={row.id === open} onOpen={() => onOpen(row.id)} />
        </li>
      ))}
      {list.hasNextPage && (
        <li className={c.more}>
          <Button
            variant="default"
            size="compact-sm"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Older ones
          </Button>
        </li>
      )}
    </ul>
  )
}

function Item({ row, current, onOpen }: { row: Conversation; current: boolean; onOpen: () => void }) {
  const zone = useZone()
  const now = useNow('slow')
  const name = nameOf(row)
  return (
    <button
      type="button"
      className={c.item}
      aria-current={current || undefined}
      data-unread={row.unread > 0 || undefined}
      onClick={onOpen}
    >
      <Avatar name={row.contact?.name} size={34} />
      <span className={c.itemWords}>
        <span className={c.itemTop}>
          <strong className="ellipsis num">{name}</strong>
          <span className={`${c.ago} dim num`}>{formatAgo(row.last_at, zone, now)}</span>
        </span>
        <span className={c.itemText}>
          {row.last_direction === 'out' && <IconArrowBackUp size={13} aria-label="We wrote" />}
          <span className="ellipsis">{row.preview || 'No text yet'}</span>
        </span>
        <span className={c.itemFoot}>
          {row.needs_person && (
            <span className={c.needs}>
              <IconAlertTriangle size={12} aria-hidden /> Needs you
            </span>
          )}
          {row.state === 'snoozed' && row.snoozed_until && (
            <span className="dim num">Back {formatSoon(row.snoozed_until, zone, now)}</span>
          )}
          {row.assigned_to && <span className="dim ellipsis">{row.assigned_to.name}</span>}
        </span>
      </span>
      {row.unread > 0 && (
        <span className={`${c.unread} num`}>
          {row.unread > 99 ? '99+' : row.unread}
          <span className={c.hidden}> unread</span>
        </span>
      )}
    </button>
  )
}
