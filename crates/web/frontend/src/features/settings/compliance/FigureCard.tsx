import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { SettingsCard } from '../SectionFrame'
import c from './compliance.module.css'
import type { Figure } from './figures'

interface Props {
  title: string
  text: string
  aside?: ReactNode
  figures: readonly Figure[]
}

/** Numbers with what they mean, and where one acts on them. */
export function FigureCard({ title, text, aside, figures }: Props) {
  return (
    <SettingsCard title={title} text={text} aside={aside}>
      <dl className={c.figures}>
        {figures.map((figure) => (
          <OneFigure key={figure.label} figure={figure} />
        ))}
      </dl>
    </SettingsCard>
  )
}

function OneFigure({ figure: { label, value, meaning, share, parts, tone, act } }: { figure: Figure }) {
  return (
    <div className={c.figure}>
      <dt className={c.label}>{label}</dt>
      <dd className={`${c.value} num`} data-tone={value > 0 ? tone : undefined}>
        {value.toLocaleString('en-US')}
      </dd>
      <dd className={c.meaning}>
        {share && <span className={`${c.share} num`}>{share}</span>}
        {meaning}
        {parts && value > 0 && (
          <ul className={c.parts} aria-label="Of them">
            {parts.map((part) => (
              <li key={part.label}>
                <b className="num">{part.value.toLocaleString('en-US')}</b> {part.label}
              </li>
            ))}
          </ul>
        )}
        {act && (
          <Link className={c.act} to="/settings/$section" params={{ section: act.section }}>
            {act.label}
          </Link>
        )}
      </dd>
    </div>
  )
}
