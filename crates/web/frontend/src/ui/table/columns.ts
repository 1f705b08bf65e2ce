import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { usePreference } from '@/lib/preferences'

/** A column of a VirtualTable. Keep the list outside of components: rows are drawn again when it changes. */
export interface Column<Row> {
  id: string
  label: string
  /** Pixels, until somebody drags the edge. */
  width: number
  minWidth?: number
  align?: 'end'
  /** The API's word for sorting by it; without one, the column does not sort. */
  sort?: string
  /** The first click sorts largest first. */
  sortsDescending?: boolean
  /** Always shown. */
  fixed?: boolean
  /** Floats over the right edge while the row is pointed at. */
  floating?: boolean
  cell: (row: Row) => ReactNode
}

/** What a person changed about the columns. */
export interface LayoutPreference {
  order: string[]
  hidden: string[]
  widths: Record<string, number>
}

export interface TableLayout<Row> {
  /** All columns in their order, hidden ones too. */
  all: readonly Column<Row>[]
  visible: readonly Column<Row>[]
  widthOf: (id: string) => number
  isHidden: (id: string) => boolean
  toggle: (id: string) => void
  /** Puts a column where another one is. */
  place: (id: string, before: string) => void
  /** Moves a column by one place. */
  shift: (id: string, by: -1 | 1) => void
  resize: (id: string, width: number) => void
  reset: () => void
  changed: boolean
}

const UNCHANGED: LayoutPreference = { order: [], hidden: [], widths: {} }
const LEAST_WIDTH = 56
const GREATEST_WIDTH = 640

/**
 * The remembered order with today's columns: those that are gone are dropped, new ones come where the product
 * puts them.
 */
export function orderOf(remembered: readonly string[], current: readonly string[]): string[] {
  const order = remembered.filter((id) => current.includes(id))
  for (const [index, id] of current.entries()) {
    if (order.includes(id)) continue
    const previous = current.slice(0, index).findLast((other) => order.includes(other))
    order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, id)
  }
  return order
}

export function movedTo(order: readonly string[], id: string, index: number): string[] {
  const rest = order.filter((other) => other !== id)
  rest.splice(Math.max(0, Math.min(rest.length, index)), 0, id)
  return rest
}

/** Columns of one table as this person has arranged them, remembered under `key`. */
export function useTableLayout<Row>(key: string, columns: readonly Column<Row>[]): TableLayout<Row> {
  const [preference, write] = usePreference<LayoutPreference>(key, UNCHANGED)
  return useMemo(() => {
    const order = orderOf(
      preference.order,
      columns.map((column) => column.id),
    )
    const all = order.flatMap((id) => columns.find((column) => column.id === id) ?? [])
    const isHidden = (id: string) => preference.hidden.includes(id)
    return {
      all,
      visible: all.filter((column) => column.fixed || !isHidden(column.id)),
      widthOf: (id) => preference.widths[id] ?? columns.find((column) => column.id === id)?.width ?? 100,
      isHidden,
      toggle: (id) =>
        write({
          ...preference,
          hidden: isHidden(id)
            ? preference.hidden.filter((other) => other !== id)
            : [...preference.hidden, id],
        }),
      place: (id, before) => write({ ...preference, order: movedTo(order, id, order.indexOf(before)) }),
      shift: (id, by) => write({ ...preference, order: movedTo(order, id, order.indexOf(id) + by) }),
      resize: (id, width) => {
        const least = columns.find((column) => column.id === id)?.minWidth ?? LEAST_WIDTH
        const next = Math.round(Math.min(GREATEST_WIDTH, Math.max(least, width)))
        write({ ...preference, widths: { ...preference.widths, [id]: next } })
      },
      reset: () => write(UNCHANGED),
      changed: preference !== UNCHANGED && JSON.stringify(preference) !== JSON.stringify(UNCHANGED),
    }
  }, [preference, write, columns])
}
