import type { ReactNode } from 'react'
import type { Light } from '@/api/types'
import c from './wallboard.module.css'

const SAID: Record<Light, string> = {
  green: 'within its target',
  amber: 'near its limit',
  red: 'at its limit',
  off: '',
}

interface Props {
  label: string
  value: string
  /** The limit or target, in words. */
  note?: ReactNode
  light?: Light
}

/** A number that can be read from five metres. Colour is never the only sign: the mark has a shape. */
export function Tile({ label, value, note, light = 'off' }: Props) {
  return (
    <div className={c.tile} data-light={light} role="group" aria-label={`${label}: ${value} ${SAID[light]}`}>
      <span className={c.label}>{label}</span>
      <span className={`${c.value} num`}>{value}</span>
      <span className={c.note}>
        {light !== 'off' && <Mark light={light} />}
        {note}
      </span>
    </div>
  )
}

function Mark({ light }: { light: Light }) {
  return (
    <svg className={c.mark} viewBox="0 0 20 20" aria-hidden>
      {light === 'green' ? (
        <circle cx="10" cy="10" r="8" />
      ) : light === 'amber' ? (
        <path d="M10 1 19 18H1Z" />
      ) : (
        <rect x="2" y="2" width="16" height="16" rx="2" />
      )}
    </svg>
  )
}
