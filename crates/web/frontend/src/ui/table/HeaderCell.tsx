import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type DragEvent, type PointerEvent, useState } from 'react'
import type { Column, TableLayout } from './columns'
import { directionOf, nextSort, type Sort } from './sorting'
import c from './table.module.css'

interface Props<Row> {
  column: Column<Row>
  layout: TableLayout<Row>
  sort: Sort
  ownSort: string
  onSort: (sort: Sort) => void
}

const DRAGGED = 'application/x-callboard-column'

/** Name of a column: click sorts, dragging it moves the column, dragging its edge changes the width. */
export function HeaderCell<Row>({ column, layout, sort, ownSort, onSort }: Props<Row>) {
  const [over, setOver] = useState(false)
  const direction = directionOf(sort ?? ownSort, column.sort)
  const drop = (event: DragEvent) => {
    setOver(false)
    const moved = event.dataTransfer.getData(DRAGGED)
    if (moved && moved !== column.id) layout.place(moved, column.id)
  }
  return (
    <div
      role="columnheader"
      className={c.headCell}
      data-over={over || undefined}
      data-align={column.align}
      aria-sort={column.sort ? direction : undefined}
      style={{ width: `var(--w-${column.id})` }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <button
        type="button"
        tabIndex={column.sort ? 0 : -1}
        className={c.headButton}
        data-sorts={column.sort !== undefined || undefined}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED, column.id)
          event.dataTransfer.effectAllowed = 'move'
        }}
        onClick={() =>
          column.sort && onSort(nextSort(sort, column.sort, column.sortsDescending ?? false, ownSort))
        }
      >
        <span className="ellipsis">{column.label}</span>
        {direction === 'ascending' && <IconArrowUp size={12} aria-hidden />}
        {direction === 'descending' && <IconArrowDown size={12} aria-hidden />}
      </button>
      <Grip column={column} layout={layout} />
    </div>
  )
}

function Grip<Row>({ column, layout }: Pick<Props<Row>, 'column' | 'layout'>) {
  const [start, setStart] = useState<{ x: number; width: number } | null>(null)
  const begin = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    setStart({ x: event.clientX, width: layout.widthOf(column.id) })
  }
  return (
    <span
      className={c.grip}
      aria-hidden
      data-on={start !== null || undefined}
      onPointerDown={begin}
      onPointerMove={(event) => start && layout.resize(column.id, start.width + event.clientX - start.x)}
      onPointerUp={() => setStart(null)}
      onPointerCancel={() => setStart(null)}
      onDoubleClick={() => layout.resize(column.id, column.width)}
    />
  )
}
