import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import c from './settings.module.css'

interface Props {
  title: string
  text: ReactNode
  /** The one main button of the section. */
  action?: ReactNode
  /** Why nothing can be changed here; the fields are then read only. */
  locked?: string | undefined
  wide?: boolean
  children: ReactNode
}

/** Heading, explanation and content of a section of the settings. */
export function SectionFrame({ title, text, action, locked, wide = false, children }: Props) {
  return (
    <section
      className={c.section}
      data-wide={wide || undefined}
      aria-label={title}
      // Where no field takes the focus, the page itself does, so that it can be scrolled by keyboard.
      tabIndex={locked === undefined ? undefined : 0}
    >
      <header className={c.sectionHead}>
        <div>
          <h2>{title}</h2>
          <p>{text}</p>
        </div>
        {action}
      </header>
      {locked && (
        <p className={c.locked} role="note">
          <IconLock size={15} aria-hidden /> {locked}
        </p>
      )}
      <fieldset disabled={locked !== undefined} className={c.fields}>
        {children}
      </fieldset>
    </section>
  )
}

/** A card of a section with its own small heading. */
export function SettingsCard({
  title,
  text,
  aside,
  children,
}: {
  title?: string
  text?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={c.card}>
      {title && (
        <div className={c.cardHead}>
          <div>
            <h3>{title}</h3>
            {text && <p>{text}</p>}
          </div>
          {aside}
        </div>
      )}
      {children}
    </div>
  )
}
