import { Button } from '@mantine/core'
import type { Ref } from 'react'
import { useDispositionLabel } from '@/api/session'
import { formatCents } from '@/lib/money'
import type { Conflict } from '../draft'
import c from './parts.module.css'

interface Props {
  conflicts: readonly Conflict[]
  onMine: () => void
  onTheirs: () => void
  ref?: Ref<HTMLDivElement>
}

/** Somebody else changed the same fields first: shows both, and lets one choose. */
export function ConflictBox({ conflicts, onMine, onTheirs, ref }: Props) {
  const label = useDispositionLabel()
  if (conflicts.length === 0) return null
  const show = (conflict: Conflict, value: string | number | null) => {
    if (value === null || value === '') return 'nothing'
    if (conflict.field === 'valueCents') return formatCents(Number(value))
    return conflict.field === 'disposition' ? label(String(value)) : `“${value}”`
  }
  return (
    <div ref={ref} className={c.conflict} role="alert">
      <strong>Someone else changed this call while you were writing</strong>
      <dl>
        {conflicts.map((conflict) => (
          <div key={conflict.field}>
            <dt>{conflict.label}</dt>
            <dd>
              now {show(conflict, conflict.theirs)}, yours {show(conflict, conflict.mine)}
            </dd>
          </div>
        ))}
      </dl>
      <div className={c.conflictActions}>
        <Button onClick={onMine}>Use mine</Button>
        <Button variant="default" onClick={onTheirs}>
          Keep theirs
        </Button>
      </div>
    </div>
  )
}
