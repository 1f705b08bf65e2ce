import { IconUrgent } from '@tabler/icons-react'
import c from './cells.module.css'

/** Marks an emergency that nobody has taken yet. */
export function EscalationChip() {
  return (
    <span className={c.alarm}>
      <IconUrgent size={13} aria-hidden />
      Nobody on it
    </span>
  )
}
