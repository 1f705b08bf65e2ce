import type { ReactNode } from 'react'
import type { Tone } from '@/lib/tone'
import c from './StatusDot.module.css'

/** A state as a dot and a word in its colour; never a filled badge. The neutral tone keeps the text colour. */
export function StatusDot({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={c.root} data-tone={tone}>
      <i className={c.dot} aria-hidden />
      <span className="ellipsis">{children}</span>
    </span>
  )
}
