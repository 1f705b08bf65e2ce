import { ActionIcon, Button } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useState } from 'react'
import { useCan } from '@/api/session'
import type { CallRow } from '@/api/types'
import { columnsOf } from '@/features/exports/columns'
import { ExportDialog } from '@/features/exports/ExportDialog'
import type { TableLayout } from '@/ui/table/columns'
import type { CallFilters } from './search'

interface Props {
  filters: CallFilters
  total: number
  layout: TableLayout<CallRow>
  /** Only the sign, where there is no room for the word. */
  compact: boolean
}

/** Takes the filtered calls out as a file. */
export function ExportCalls({ filters, total, layout, compact }: Props) {
  const may = useCan('export')
  const [open, setOpen] = useState(false)
  if (!may) return null
  return (
    <>
      {compact ? (
        <ActionIcon
          variant="default"
          size={36}
          aria-label="Export"
          disabled={total === 0}
          onClick={() => setOpen(true)}
        >
          <IconFileExport size={17} />
        </ActionIcon>
      ) : (
        <Button
          variant="default"
          flex="none"
          leftSection={<IconFileExport size={15} />}
          disabled={total === 0}
          onClick={() => setOpen(true)}
        >
          Export
        </Button>
      )}
      {open && (
        <ExportDialog
          calls={{ filters }}
          count={total}
          shown={columnsOf(layout.visible.map((column) => column.id))}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
