import { IconPhoneOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Line } from '@/api/types'
import { linesQuery } from '@/features/phone/queries'
import { formatPhone } from '@/lib/phone'
import { EmptyState } from '@/ui/EmptyState'
import { Loaded } from '../Loaded'
import { SettingsCard } from '../SectionFrame'
import s from '../settings.module.css'
import c from './compliance.module.css'

interface Props {
  title: string
  /** What the second and the third column are about. */
  about: readonly [string, string]
  /** All lines in one sentence. */
  words: (lines: readonly Line[]) => string
  of: (line: Line) => { state: ReactNode; meaning: string }
}

/** How each line stands in one respect, whatever the days. */
export function LinesCard({ title, about, words, of }: Props) {
  const query = useQuery(linesQuery)
  const lines = query.data ?? []
  return (
    <SettingsCard
      title={title}
      text={lines.length > 0 ? words(lines) : 'Of each number of the company.'}
      aside={
        <Link className={c.act} to="/settings/$section" params={{ section: 'telephony' }}>
          Open telephony
        </Link>
      }
    >
      <Loaded query={query}>
        {(lines) =>
          lines.length === 0 ? (
            <EmptyState title="There is no line yet" icon={IconPhoneOff}>
              An admin adds the numbers of the company under Telephony.
            </EmptyState>
          ) : (
            <table className={`${s.table} ${c.lines}`} aria-label={title}>
              <thead>
                <tr>
                  <th>Line</th>
                  <th>{about[0]}</th>
                  <th>{about[1]}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => {
                  const told = of(line)
                  return (
                    <tr key={line.id}>
                      <td>
                        <strong>{line.label}</strong>
                        <small className={`dim num ${s.second}`}>{formatPhone(line.number)}</small>
                      </td>
                      <td>{told.state}</td>
                      <td className="dim">{told.meaning}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </SettingsCard>
  )
}
