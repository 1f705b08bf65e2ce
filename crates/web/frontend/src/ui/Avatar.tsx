import type { CSSProperties } from 'react'
import c from './Avatar.module.css'

/** Initials on a colour that a name always gets. Decoration: the name stands beside it. */
export function Avatar({ name, size = 20 }: { name: string; size?: number }) {
  const style = { '--hue': hueOf(name), width: size, height: size, fontSize: size * 0.4 } as CSSProperties
  return (
    <span className={c.root} style={style} aria-hidden>
      {initialsOf(name)}
    </span>
  )
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return '?'
  const first = words[0]?.charAt(0) ?? ''
  const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : ''
  return (first + last).toUpperCase()
}

function hueOf(name: string): number {
  let sum = 0
  for (const char of name) sum = (sum * 131 + char.charCodeAt(0)) >>> 0
  return (sum * 47) % 360
}
