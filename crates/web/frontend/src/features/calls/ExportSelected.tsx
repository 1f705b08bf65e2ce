import { IconFileExport } from '@tabler/icons-react'
import { useState } from 'react'
import { useCan } from '@/api/session'
import { columnsOf } from '@/features/exports/columns'
import { ExportDialog } from '@/features/exports/ExportDialog'
import type { BulkTarget } from './bulk/change'

/** Single calls that the server takes at once. */
const MOST_BY_ID = 500

interface Props {
  target: BulkTarget
  count: number
  /** The columns that the list shows. */
  shown: readonly string[]
}

/** Takes the selected calls out as a file. */
export function ExportSelected({ target, count, shown }: Props) {
  const may = useCan('export')
  const [open, setOpen] = useState(false)
  if (!may) return null
  const why = whyNot(target)
  const calls =
    'call_ids' in target ? { ids: target.call_ids } : { filters: target.filter, except: target.except_ids }
  return (
    <>
      <button type="button" disabled={why !== undefined} title={why} onClick={() => setOpen(true)}>
        <IconFileExport size={15} />
        Export
      </button>
      {open && (
        <ExportDialog calls={calls} count={count} shown={columnsOf(shown)} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

function whyNot(target: BulkTarget): string | undefined {
  if (!('call_ids' in target) || target.call_ids.length <= MOST_BY_ID) return undefined
  return `At most ${MOST_BY_ID} single calls; select all that match instead`
}
