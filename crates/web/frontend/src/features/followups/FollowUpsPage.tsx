import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useCan } from '@/api/session'
import type { FollowUpRow } from '@/api/types'
import { useShortcuts } from '@/lib/shortcuts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { BulkBar } from './BulkBar'
import { FollowUpDialogs, type OpenDialog } from './FollowUpDialogs'
import { FollowUpFilters } from './FollowUpFilters'
import { FollowUpList, type ListHandle } from './FollowUpList'
import { FollowUpTabs } from './FollowUpTabs'
import c from './followups.module.css'
import { NewFollowUpDialog } from './NewFollowUpDialog'
import { followUpsQuery } from './queries'
import { changed, type FollowUpsSearch, isFiltered, NO_FILTERS, queryOf, type SearchChange } from './search'
import { useFollowUpActions } from './useFollowUpActions'

/** What was promised to whom and until when; worked off by keyboard or by thumb. */
export function FollowUpsPage() {
  const search = useSearch({ from: '/desk/follow-ups' })
  const navigate = useNavigate()
  const query = useMemo(() => queryOf(search), [search])
  const list = useInfiniteQuery(followUpsQuery(query))
  const tasks = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [creating, setCreating] = useState(false)
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const rows = useRef<ListHandle>(null)
  const actions = useFollowUpActions()
  const mayWork = useCan('work_calls')
  const chosen = tasks.filter((task) => selected.has(task.id))

  const go = (next: SearchChange) => {
    setSelected(new Set())
    void navigate({ to: '/follow-ups', search: changed(search, next), replace: true })
  }
  const toggle = (task: FollowUpRow) =>
    setSelected((before) => {
      const after = new Set(before)
      if (!after.delete(task.id)) after.add(task.id)
      return after
    })
  const open = (task: FollowUpRow) => {
    if (task.call_id) void navigate({ to: '/calls', search: { call: task.call_id } })
    else if (task.contact) void navigate({ to: '/customers/$id', params: { id: task.contact.id } })
  }
  const complete = async (which: readonly FollowUpRow[]) => {
    setSelected(new Set())
    const open = which.filter((task) => task.status === 'open')
    if (open.length > 0) await actions.complete(open)
  }
  /** What a key acts on: the selected rows, else the one with the focus. */
  const target = (): FollowUpRow[] => {
    if (chosen.length > 0) return chosen
    const current = rows.current?.current()
    return current ? [current] : []
  }
  const ask = (kind: OpenDialog['kind']) => {
    const open = target().filter((task) => task.status === 'open')
    if (open.length > 0) setDialog({ kind, tasks: open })
  }
  const group = 'Follow-ups'
  useShortcuts([
    { keys: 'j', label: 'Next', group, run: () => rows.current?.move(1) },
    { keys: 'k', label: 'Previous', group, run: () => rows.current?.move(-1) },
    { keys: '/', label: 'Search', group, run: focusSearch },
  ])
  useShortcuts(
    [
      { keys: 'x', label: 'Select', group, run: () => act(rows.current?.current(), toggle) },
      { keys: 'e', label: 'Done', group, run: () => void complete(target()) },
      { keys: 'a', label: 'Assign', group, run: () => ask('assign') },
      { keys: 's', label: 'Another time', group, run: () => ask('redate') },
      { keys: 'p', label: 'Pause the clock', group, run: () => ask('pause') },
      { keys: 'n', label: 'New follow-up', group, run: () => setCreating(true) },
    ],
    mayWork && dialog === null && !creating,
  )

  return (
    <div className="page">
      <div className={`page-head ${c.head}`}>
        <h1>Follow-ups</h1>
        <FollowUpTabs search={search} onTab={(tab) => go({ tab })} />
        <span className="grow" />
        {mayWork && (
          <Button
            leftSection={<IconPlus size={15} />}
            onClick={() => setCreating(true)}
            className={c.new ?? ''}
          >
            New follow-up
          </Button>
        )}
      </div>
      <FollowUpFilters search={search} total={list.data?.pages[0]?.total} onChange={go} />
      <div className={`page-body ${c.body}`}>
        {list.isPending ? (
          <SkeletonRows rows={10} height={60} />
        ) : list.isError && tasks.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : tasks.length === 0 ? (
          <Nothing search={search} onClear={() => go(NO_FILTERS)} />
        ) : (
          <FollowUpList
            ref={rows}
            tasks={tasks}
            more={list.hasNextPage && !list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
            stale={list.isPlaceholderData}
            selected={selected}
            editable={mayWork}
            onToggle={toggle}
            onOpen={open}
            onComplete={(task) => void complete([task])}
            onAsk={(kind, task) => setDialog({ kind, tasks: [task] })}
            actions={actions}
          />
        )}
        {chosen.length > 0 && (
          <BulkBar
            count={chosen.length}
            done={search.tab === 'done'}
            onComplete={() => void complete(chosen)}
            onAsk={(kind) => setDialog({ kind, tasks: chosen })}
            onPriority={(priority) => void actions.prioritise(chosen, priority)}
            onClear={() => setSelected(new Set())}
          />
        )}
      </div>
      {dialog && <FollowUpDialogs dialog={dialog} actions={actions} onClose={() => setDialog(null)} />}
      {creating && <NewFollowUpDialog onClose={() => setCreating(false)} />}
    </div>
  )
}

const EMPTY: Record<string, [string, string]> = {
  mine: ['Nothing is promised in your name', 'What is assigned to you shows here, most pressing first.'],
  team: ['No promise is open', 'A missed call makes one by itself.'],
  overdue: ['Nothing is overdue', 'Every promise still has time.'],
  soon: ['Nothing is due soon', 'What comes due within the hour shows here.'],
  all: ['Nothing was promised yet', 'A missed call makes a promise by itself.'],
  done: ['Nothing is done yet', 'Completed follow-ups stay here with who kept them and when.'],
}

function Nothing({ search, onClear }: { search: FollowUpsSearch; onClear: () => void }) {
  if (isFiltered(search)) {
    return (
      <EmptyState
        title="Nothing matches these filters"
        action={
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      />
    )
  }
  const [title, text] = EMPTY[search.tab ?? 'mine'] ?? ['Nothing here', '']
  return <EmptyState title={title}>{text}</EmptyState>
}

function act<T>(value: T | undefined, run: (value: T) => void) {
  if (value !== undefined) run(value)
}

function focusSearch() {
  document.querySelector<HTMLInputElement>('#follow-up-search')?.focus()
}
