import { IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import c from './EmptyState.module.css'

interface Props {
  title: string
  children?: ReactNode
  icon?: typeof IconInbox
  /** The way out: clear filters, add the first one. */
  action?: ReactNode
}

/** Nothing to show, why that is so, and what to do about it. */
export function EmptyState({ title, children, icon: Icon = IconInbox, action }: Props) {
  return (
    <div className={c.root} role="status">
      <span className={c.icon} aria-hidden>
        <Icon size={22} stroke={1.6} />
      </span>
      <p className={c.title}>{title}</p>
      {children && <div className={c.text}>{children}</div>}
      {action && <div className={c.action}>{action}</div>}
    </div>
  )
}
