import { type MouseEvent, memo, useState } from 'react'
import type { Column } from './columns'
import c from './table.module.css'

interface Props<Row> {
  domId: string
  row: Row
  index: number
  top: number
  columns: readonly Column<Row>[]
  /** Name of the checkbox; no checkbox when undefined. */
  label: string | undefined
  selected: boolean
  active: boolean
  cursor: boolean
  flash: number
  onSelect: (index: number, range: boolean) => void
  onPick: (row: Row, index: number, fully: boolean) => void
}

/** One row. Drawn again only when something of it changed; widths come from the grid by CSS variables. */
export const TableRow = memo(function TableRow<Row>(props: Props<Row>) {
  const { row, index, columns } = props
  // What floats is made when the row is pointed at: buttons in every row would cost most of the time of a scroll.
  const [pointed, setPointed] = useState(false)
  const floats = pointed || props.cursor
  const pick = (event: MouseEvent, fully: boolean) => {
    // Links, buttons and fields inside a row do their own work.
    if ((event.target as HTMLElement).closest('a, button, input, label')) return
    props.onPick(row, index, fully)
  }
  return (
    <div
      id={props.domId}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selected}
      className={c.row}
      data-active={props.active || undefined}
      data-cursor={props.cursor || undefined}
      data-flash={props.flash > 0 ? (props.flash % 2 === 0 ? 'even' : 'odd') : undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onClick={(event) => pick(event, false)}
      onDoubleClick={(event) => pick(event, true)}
    >
      {props.label !== undefined && (
        <div role="gridcell" className={c.select}>
          <label className={c.tickArea}>
            <input
              type="checkbox"
              tabIndex={-1}
              className={c.tick}
              aria-label={props.label}
              checked={props.selected}
              onClick={(event) => props.onSelect(index, event.shiftKey)}
              onChange={() => undefined}
            />
          </label>
        </div>
      )}
      {columns.map((column) => (
        <div
          role="gridcell"
          key={column.id}
          className={c.cell}
          data-align={column.align}
          data-floating={column.floating || undefined}
          style={{ width: `var(--w-${column.id})` }}
        >
          {(!column.floating || floats) && column.cell(row)}
        </div>
      ))}
    </div>
  )
}) as <Row>(props: Props<Row>) => React.ReactNode
