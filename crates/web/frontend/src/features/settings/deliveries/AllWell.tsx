import { IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import c from '../settings.module.css'

/** A card with nothing to decide says so in one line, so that what does need somebody stands out. */
export function AllWell({ children }: { children: ReactNode }) {
  return (
    <p className={c.well} role="status">
      <IconCircleCheck size={16} stroke={1.7} aria-hidden />
      <span>{children}</span>
    </p>
  )
}
