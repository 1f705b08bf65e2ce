import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useShortcuts } from '@/lib/shortcuts'
import { EmptyState } from '@/ui/EmptyState'
import { ConversationList } from './ConversationList'
import { CustomerPane } from './CustomerPane'
import c from './messaging.module.css'
import { conversationsQuery, countsQuery } from './queries'
import { queryOf, TABS, type TextsTab } from './search'
import { Thread } from './Thread'

/** Texts with customers: who waits for an answer, the thread with its calls, and who that is. */
export function ConversationsPage() {
  const search = useSearch({ from: '/desk/conversations' })
  const navigate = useNavigate()
  const tab = search.tab ?? 'open'
  const query = useMemo(() => queryOf(tab), [tab])
  const list = useInfiniteQuery(conversationsQuery(query))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data])
  const open = search.with
  const go = (to: { tab?: TextsTab; with?: string }) =>
    void navigate({ to: '/conversations', search: to, replace: open !== undefined && to.with !== undefined })
  const show = (id: string | undefined) => go({ tab, ...(id ? { with: id } : {}) })
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.id === open)
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))]
    if (next) show(next.id)
  }
  const group = 'Texts'
  useShortcuts([
    { keys: 'j', label: 'Next conversation', group, run: () => step(1) },
    { keys: 'k', label: 'Previous conversation', group, run: () => step(-1) },
  ])
  return (
    <div className={c.page} data-open={open !== undefined || undefined}>
      <div className={c.side}>
        <div className={c.sideHead}>
          <h1>Texts</h1>
        </div>
        <Tabs tab={tab} onTab={(next) => go({ tab: next })} />
        <ConversationList list={list} rows={rows} tab={tab} open={open} onOpen={show} />
      </div>
      {open ? (
        <>
          <Thread key={open} id={open} onBack={() => show(undefined)} />
          <CustomerPane id={open} />
        </>
      ) : (
        <div className={c.nobody}>
          <EmptyState title="No conversation is open">
            Choose one from the list, or text somebody from a call.
          </EmptyState>
        </div>
      )}
    </div>
  )
}

function Tabs({ tab, onTab }: { tab: TextsTab; onTab: (tab: TextsTab) => void }) {
  const { data } = useQuery(countsQuery)
  const counts: Partial<Record<TextsTab, number>> = data
    ? { open: data.open, unread: data.unread, needs: data.needs_person }
    : {}
  return (
    <div className={c.tabs} role="group" aria-label="Which conversations">
      {TABS.map(({ key, label }) => {
        const count = counts[key] ?? 0
        return (
          <button
            key={key}
            type="button"
            className={c.tab}
            aria-pressed={key === tab}
            onClick={() => onTab(key)}
          >
            {label}
            {count > 0 && (
              <span className="num" data-alarm={key === 'needs' || undefined}>
                {count}
              </span>
            )}
          </button>
        )
      })}
    </div>
  )
}
