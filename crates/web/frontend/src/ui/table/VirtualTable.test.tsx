// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { NOTHING, type Selection } from '@/lib/selection'
import { type Column, useTableLayout } from './columns'
import { VirtualTable } from './VirtualTable'

interface Row {
  id: string
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', label: 'Name', width: 100, sort: 'name', cell: (row) => row.id },
  { id: 'more', label: 'More', width: 60, floating: true, cell: () => <button type="button">Go</button> },
]

interface Seen {
  onOpen: (row: Row, fully: boolean) => void
  onChange: (rows: readonly Row[], ticked: boolean) => void
  onSort: (sort: string | undefined) => void
}

function Table({
  count,
  loaded = count,
  activeId,
  selection = NOTHING,
  ...seen
}: Seen & { count: number; loaded?: number; activeId?: string; selection?: Selection }) {
  const layout = useTableLayout('test-columns', COLUMNS)
  return (
    <VirtualTable
      label="Things"
      layout={layout}
      count={count}
      rowAt={(index) => (index < loaded ? { id: `row ${index}` } : undefined)}
      rowId={(row) => row.id}
      rowLabel={(row) => `Select ${row.id}`}
      density="regular"
      sort={undefined}
      ownSort="-time"
      onSort={seen.onSort}
      selection={{ value: selection, total: count, onChange: seen.onChange, onAll: () => undefined }}
      activeId={activeId}
      onOpen={seen.onOpen}
    />
  )
}

function show(part: Partial<Parameters<typeof Table>[0]> = {}) {
  const seen = { onOpen: vi.fn(), onChange: vi.fn(), onSort: vi.fn() }
  render(
    <MantineProvider env="test">
      <Table count={1000} {...seen} {...part} />
    </MantineProvider>,
  )
  return { ...seen, grid: screen.getByRole('grid', { name: 'Things' }) }
}

describe('the table', () => {
  afterEach(cleanup)

  it('draws what fits and tells how many there are', () => {
    const { grid } = show()
    expect(grid.getAttribute('aria-rowcount')).toBe('1001')
    expect(screen.getByText('row 0')).toBeDefined()
    expect(screen.queryByText('row 500')).toBeNull()
    expect(grid.querySelectorAll('[aria-selected]').length).toBeLessThan(60)
  })

  it('keeps the place of rows that are not loaded', () => {
    const { grid } = show({ loaded: 3 })
    expect(grid.querySelectorAll('[aria-busy="true"]').length).toBeGreaterThan(5)
  })

  it('walks, ticks and opens by keyboard', () => {
    const { grid, onOpen, onChange } = show()
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: ' ' })
    expect(onChange).toHaveBeenCalledWith([{ id: 'row 1' }], true)
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: ' ', shiftKey: true })
    expect(onChange).toHaveBeenLastCalledWith([{ id: 'row 1' }, { id: 'row 2' }], true)
    fireEvent.keyDown(grid, { key: 'Enter' })
    expect(onOpen).toHaveBeenCalledWith({ id: 'row 2' }, false)
  })

  it('opens the row that is open already as a page', () => {
    const { grid, onOpen } = show({ activeId: 'row 0' })
    fireEvent.keyDown(grid, { key: 'Home' })
    fireEvent.keyDown(grid, { key: 'Enter' })
    expect(onOpen).toHaveBeenLastCalledWith({ id: 'row 0' }, true)
  })

  it('has the buttons of a row only where somebody points', () => {
    const { grid } = show()
    expect(screen.queryByText('Go')).toBeNull()
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    expect(screen.getAllByText('Go')).toHaveLength(1)
  })

  it('asks for another order', () => {
    const { onSort } = show()
    fireEvent.click(screen.getByRole('button', { name: 'Name' }))
    expect(onSort).toHaveBeenCalledWith('name')
  })
})
