import { IconUser } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import c from './Avatar.module.css'

/** Initials on a colour that a name always gets, or a figure for somebody unknown. Decoration: the name stands beside it. */
export function Avatar({ name, size = 20 }: { name: string | undefined; size?: number }) {
  if (!name?.trim()) {
    return (
      <span className={`${c.root} ${c.unknown}`} style={{ width: size, height: size }} aria-hidden>
        <IconUser size={size * 0.55} stroke={1.8} />
      </span>
    )
  }
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
