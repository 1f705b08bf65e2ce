import { Button } from '@mantine/core'
import { useDispositionLabel } from '@/api/session'
import { formatCents } from '@/lib/money'
import type { Conflict } from '../draft'
import type { CallEditor } from '../useCallEditor'
import c from './parts.module.css'

/** Somebody else changed the same fields first: shows both, and lets one choose. */
export function ConflictBox({ editor }: { editor: CallEditor }) {
  const label = useDispositionLabel()
  if (editor.state.kind !== 'conflict') return null
  const show = (conflict: Conflict, value: string | number | null) => {
    if (value === null || value === '') return 'nothing'
    if (conflict.field === 'valueCents') return formatCents(Number(value))
    return conflict.field === 'disposition' ? label(String(value)) : `“${value}”`
  }
  return (
    <div className={c.conflict} role="alert">
      <strong>Someone else changed this call while you were writing</strong>
      <dl>
        {editor.state.conflicts.map((conflict) => (
          <div key={conflict.field}>
            <dt>{conflict.label}</dt>
            <dd>
              now {show(conflict, conflict.theirs)}, yours {show(conflict, conflict.mine)}
            </dd>
          </div>
        ))}
      </dl>
      <div className={c.conflictActions}>
        <Button onClick={editor.keepMine}>Use mine</Button>
        <Button variant="default" onClick={editor.takeTheirs}>
          Keep theirs
        </Button>
      </div>
    </div>
  )
}
