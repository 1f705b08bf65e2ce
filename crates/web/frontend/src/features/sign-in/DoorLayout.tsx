import type { ReactNode } from 'react'
import { Logo } from '@/shell/Logo'
import c from './door.module.css'

/** The frame of the pages in front of the desk. */
export function DoorLayout({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className={c.page}>
      <main className={c.card}>
        <div className={c.brand}>
          <Logo />
          Callboard
        </div>
        <h1 className={c.title}>{title}</h1>
        <p className={c.lead}>{lead}</p>
        {children}
      </main>
    </div>
  )
}
