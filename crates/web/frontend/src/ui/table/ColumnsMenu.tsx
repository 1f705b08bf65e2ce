import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react'
import type { TableLayout } from './columns'
import c from './table.module.css'

/** Shows, hides, orders and widens columns without a mouse. */
export function ColumnsMenu<Row>({ layout }: { layout: TableLayout<Row> }) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={14} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Columns">
        {layout.all.map((column, index) => (
          <div key={column.id} className={c.menuRow}>
            <Checkbox
              label={column.label}
              checked={column.fixed || !layout.isHidden(column.id)}
              disabled={column.fixed ?? false}
              onChange={() => layout.toggle(column.id)}
            />
            <span className="grow" />
            <ActionIcon
              size={24}
              aria-label={`Move ${column.label} left`}
              disabled={index === 0}
              onClick={() => layout.shift(column.id, -1)}
            >
              <IconArrowUp size={13} />
            </ActionIcon>
            <ActionIcon
              size={24}
              aria-label={`Move ${column.label} right`}
              disabled={index === layout.all.length - 1}
              onClick={() => layout.shift(column.id, 1)}
            >
              <IconArrowDown size={13} />
            </ActionIcon>
          </div>
        ))}
        <Button variant="subtle" fullWidth mt={4} disabled={!layout.changed} onClick={layout.reset}>
          Reset columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
