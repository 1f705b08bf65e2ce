import { Checkbox } from '@mantine/core'
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import { isSelected, type Selection } from '@/lib/selection'
import type { TableLayout } from './columns'
import { HeaderCell } from './HeaderCell'
import type { Sort } from './sorting'
import { TableRow } from './TableRow'
import c from './table.module.css'
import { drawable, useRowWindow } from './useRowWindow'

export type Density = 'compact' | 'regular' | 'relaxed'
export const ROW_HEIGHT: Record<Density, number> = { compact: 30, regular: 38, relaxed: 48 }
const HEAD_HEIGHT = 33

/** For keys that work while the table has no focus. */
export interface TableHandle {
  move: (by: number) => void
  toggleCurrent: (range: boolean) => void
  openCurrent: (fully: boolean) => void
  scrollToTop: () => void
}

interface Props<Row> {
  ref?: Ref<TableHandle>
  label: string
  layout: TableLayout<Row>
  /** All rows that match, loaded or not: sizes the scrollbar. */
  count: number
  /** The row at a place; undefined while it is not loaded, then a grey row is drawn. */
  rowAt: (index: number) => Row | undefined
  rowId: (row: Row) => string
  /** Words for the row's checkbox. */
  rowLabel: (row: Row) => string
  density: Density
  sort: Sort
  /** The list's own order, e.g. "-time". */
  ownSort: string
  onSort: (sort: Sort) => void
  /** Leave out for a table without checkboxes. */
  selection?: {
    value: Selection
    total: number
    onChange: (rows: readonly Row[], ticked: boolean) => void
    onAll: (ticked: boolean) => void
  }
  activeId?: string | undefined
  /** A click, or Enter. `fully` for double click and Enter: leave the list and show the whole thing. */
  onOpen: (row: Row, fully: boolean) => void
  /** Tells which rows are on screen, for loading ahead. */
  onRange?: (first: number, end: number) => void
  /** Pointer or focus is inside, or the list is scrolled: not the moment to push rows around. */
  onHeld?: (held: boolean) => void
  /** Rows that just changed, with a number that grows at each change. */
  flashes?: ReadonlyMap<string, number>
  /** Instead of rows: empty, error, loading. */
  children?: ReactNode
}

/** A grid of any length: only what is on screen exists. One tab stop; arrows, Page, Home, End, Enter and Space work. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { layout, rowAt, rowId, density, selection, onOpen, onRange, flashes } = props
  const scroller = useRef<HTMLDivElement>(null)
  const height = ROW_HEIGHT[density]
  const count = drawable(props.count, height)
  const { first, end, scrolled, scrollTo } = useRowWindow(scroller, count, height)
  const [cursor, setCursor] = useState(-1)
  const anchor = useRef(-1)
  const ids = useId()
  useHeld(scrolled, scroller, props.onHeld)

  useEffect(() => onRange?.(first, end), [onRange, first, end])

  const select = useCallback(
    (index: number, range: boolean) => {
      if (!selection) return
      const row = rowAt(index)
      if (row === undefined) return
      const from = range && anchor.current >= 0 ? Math.min(anchor.current, index) : index
      const to = range && anchor.current >= 0 ? Math.max(anchor.current, index) : index
      const rows = Array.from({ length: to - from + 1 }, (_, offset) => rowAt(from + offset)).filter(
        (found) => found !== undefined,
      )
      selection.onChange(rows, range || !isSelected(selection.value, rowId(row)))
      anchor.current = index
    },
    [selection, rowAt, rowId],
  )

  const move = (by: number) => goTo(cursor + by)
  const goTo = (wanted: number) => {
    const index = Math.max(0, Math.min(count - 1, wanted))
    if (count === 0) return
    setCursor(index)
    scrollTo(index, HEAD_HEIGHT)
    const row = rowAt(index)
    if (props.activeId !== undefined && row !== undefined) onOpen(row, false)
  }
  const openAt = (index: number, fully: boolean) => {
    const row = rowAt(index)
    if (row !== undefined) onOpen(row, fully)
  }
  useImperativeHandle(props.ref, () => ({
    move,
    toggleCurrent: (range) => select(cursor, range),
    openCurrent: (fully) => openAt(cursor, fully),
    scrollToTop: () => {
      setCursor(-1)
      scroller.current?.scrollTo({ top: 0 })
    },
  }))

  const current = cursor >= 0 ? rowAt(cursor) : undefined
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / height) - 2)
    const keys: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      PageDown: () => move(page),
      PageUp: () => move(-page),
      Home: () => goTo(0),
      End: () => goTo(count - 1),
      // Once opens it beside the list, twice as a page; a double click does the same.
      Enter: () => openAt(cursor, current !== undefined && rowId(current) === props.activeId),
      ' ': () => select(cursor, event.shiftKey),
    }
    const run = keys[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }

  const total = layout.visible.reduce((sum, column) => sum + layout.widthOf(column.id), selection ? 38 : 0)
  const style = useMemo(() => {
    const widths = layout.visible.map((column) => [`--w-${column.id}`, `${layout.widthOf(column.id)}px`])
    return {
      ...Object.fromEntries(widths),
      '--row-h': `${height}px`,
      '--total': `${total}px`,
    } as CSSProperties
  }, [layout, height, total])
  const onPick = useCallback(
    (row: Row, index: number, fully: boolean) => {
      setCursor(index)
      onOpen(row, fully)
    },
    [onOpen],
  )

  return (
    <div
      ref={scroller}
      className={c.scroll}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.count + 1}
      aria-colcount={layout.visible.length + (selection ? 1 : 0)}
      aria-multiselectable={selection !== undefined}
      aria-activedescendant={current === undefined ? undefined : `${ids}-${rowId(current)}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-density={density}
      style={style}
    >
      <div className={c.head} role="rowgroup">
        <div className={c.headRow} role="row" aria-rowindex={1}>
          {selection && <AllCheckbox {...selection} />}
          {layout.visible.map((column) => (
            <HeaderCell
              key={column.id}
              column={column}
              layout={layout}
              sort={props.sort}
              ownSort={props.ownSort}
              onSort={props.onSort}
            />
          ))}
        </div>
      </div>
      {props.children ?? (
        <div className={c.body} role="rowgroup" style={{ height: count * height }}>
          {Array.from({ length: end - first }, (_, offset) => {
            const index = first + offset
            const row = rowAt(index)
            if (row === undefined)
              return (
                <GreyRow
                  key={`at-${index}`}
                  index={index}
                  top={index * height}
                  columns={layout.visible.length}
                />
              )
            const id = rowId(row)
            return (
              <TableRow
                key={id}
                domId={`${ids}-${id}`}
                row={row}
                index={index}
                top={index * height}
                columns={layout.visible}
                label={selection ? props.rowLabel(row) : undefined}
                selected={selection !== undefined && isSelected(selection.value, id)}
                active={id === props.activeId}
                cursor={index === cursor}
                flash={flashes?.get(id) ?? 0}
                onSelect={select}
                onPick={onPick}
              />
            )
          })}
        </div>
      )}
    </div>
  )
}

function AllCheckbox({
  value,
  total,
  onAll,
}: {
  value: Selection
  total: number
  onAll: (ticked: boolean) => void
}) {
  const all = value.mode === 'all' && value.except.size === 0
  const some = value.mode === 'all' ? value.except.size > 0 : value.ids.size > 0
  return (
    <div role="columnheader" className={c.select}>
      <Checkbox
        aria-label={`Select all ${total} matching`}
        checked={all}
        indeterminate={some && !all}
        onChange={() => onAll(!(all || some))}
      />
    </div>
  )
}

/** Keeps the place of a row that is on its way. */
function GreyRow({ index, top, columns }: { index: number; top: number; columns: number }) {
  return (
    <div
      className={c.row}
      role="row"
      aria-rowindex={index + 2}
      aria-busy
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" aria-colspan={columns} className={c.grey} aria-label="Loading">
        <i style={{ width: 90 }} />
        <i style={{ width: 60 }} />
        <i style={{ width: 120 + ((index * 37) % 60) }} />
        <i style={{ width: 50 }} />
        <i style={{ width: 80 + ((index * 13) % 40) }} />
      </div>
    </div>
  )
}

function useHeld(
  scrolled: boolean,
  scroller: React.RefObject<HTMLElement | null>,
  onHeld?: (held: boolean) => void,
) {
  const [inside, setInside] = useState(false)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => setInside(element.matches(':hover') || element.contains(document.activeElement))
    // Focus moves after the event; ask again when it has.
    const later = () => requestAnimationFrame(look)
    const events = ['pointerenter', 'pointerleave', 'focusin', 'focusout'] as const
    for (const event of events) element.addEventListener(event, later)
    return () => {
      for (const event of events) element.removeEventListener(event, later)
    }
  }, [scroller])
  useEffect(() => onHeld?.(inside || scrolled), [onHeld, inside, scrolled])
}
