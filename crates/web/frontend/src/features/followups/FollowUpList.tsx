import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import type { FollowUpRow } from '@/api/types'
import { useNow } from '@/lib/now'
import { useZone } from '@/lib/zone'
import type { OpenDialog } from './FollowUpDialogs'
import { FollowUpItem } from './FollowUpItem'
import c from './followups.module.css'
import { linesOf } from './rows'
import type { FollowUpActions } from './useFollowUpActions'

/** For keys that work while the list has no focus. */
export interface ListHandle {
  move: (by: number) => void
  current: () => FollowUpRow | undefined
}

interface Props {
  ref: Ref<ListHandle>
  tasks: readonly FollowUpRow[]
  more: boolean
  onMore: () => void
  stale: boolean
  selected: ReadonlySet<string>
  editable: boolean
  onToggle: (task: FollowUpRow) => void
  onOpen: (task: FollowUpRow) => void
  onComplete: (task: FollowUpRow) => void
  onAsk: (kind: OpenDialog['kind'], task: FollowUpRow) => void
  actions: FollowUpActions
}

const HEADING = 36
const ROW = 62
const PHONE_ROW = 110

/** Groups of rows of which only those on screen exist; j and k carry the focus from row to row. */
export function FollowUpList(props: Props) {
  const { tasks, more, onMore } = props
  const zone = useZone()
  const now = useNow('slow')
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => linesOf(tasks, now, zone), [tasks, now, zone])
  const rowHeight = phone ? PHONE_ROW : ROW
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'heading' ? HEADING : rowHeight),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 10,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the width of the screen changes the height of rows
  useEffect(() => rows.measure(), [rowHeight])

  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > lines.length - 20) onMore()
  }, [more, last, lines.length, onMore])

  const { cursor, goTo } = useCursor(tasks, (id) => {
    rows.scrollToIndex(lines.findIndex((line) => line.key === id))
    requestAnimationFrame(() => focusRow(scroller.current, id))
  })
  useImperativeHandle(props.ref, () => ({
    current: () => tasks.find((task) => task.id === cursor.current?.id),
    move: (by) => goTo((cursor.current?.index ?? (by > 0 ? -1 : tasks.length)) + by),
  }))
  const follow = (event: FocusEvent) => {
    const id = event.target.closest<HTMLElement>('[data-follow-up]')?.dataset.followUp
    const index = tasks.findIndex((task) => task.id === id)
    if (id !== undefined && index >= 0) cursor.current = { id, index }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears where the focus went
    <div ref={scroller} className={c.scroller} data-stale={props.stale || undefined} onFocus={follow}>
      <ul className={c.list} style={{ height: rows.getTotalSize() }} aria-label="Follow-ups">
        {items.map((item) => {
          const line = lines[item.index]
          if (!line) return null
          const style = { height: item.size, transform: `translateY(${item.start}px)` }
          return line.kind === 'heading' ? (
            <li key={item.key} className={c.group} style={style} data-tone={line.tone}>
              {line.label}
            </li>
          ) : (
            <li key={item.key} className={c.line} style={style} data-follow-up={line.task.id}>
              <FollowUpItem {...props} task={line.task} selected={props.selected.has(line.task.id)} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/**
 * The row that keys act on. Known at once, before the focus arrives there, so that fast keys do not hit the row before.
 * When it leaves the list, as done ones do, the next one takes its place.
 */
function useCursor(tasks: readonly FollowUpRow[], focus: (id: string) => void) {
  const cursor = useRef<{ id: string; index: number } | null>(null)
  const goTo = (wanted: number) => {
    const index = Math.max(0, Math.min(tasks.length - 1, wanted))
    const task = tasks[index]
    if (!task) return
    cursor.current = { id: task.id, index }
    focus(task.id)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another list is a reason to look
  useEffect(() => {
    const last = cursor.current
    if (last === null) return
    const index = tasks.findIndex((task) => task.id === last.id)
    if (index >= 0) cursor.current = { id: last.id, index }
    else if (document.activeElement === document.body) goTo(last.index)
    else cursor.current = null
  }, [tasks])
  return { cursor, goTo }
}

function focusRow(list: HTMLElement | null, id: string) {
  const row = list?.querySelector<HTMLElement>(`[data-follow-up="${CSS.escape(id)}"] [data-main]`)
  row?.focus({ preventScroll: true })
}
