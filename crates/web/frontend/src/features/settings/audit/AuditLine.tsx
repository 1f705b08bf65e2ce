import { IconChevronRight, IconRobot } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AuditEntry } from '@/api/types'
import { type Change, diffOf, printValue } from '@/lib/diff'
import { formatFull } from '@/lib/time'
import { humanise } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { Avatar } from '@/ui/Avatar'
import { RelativeTime } from '@/ui/RelativeTime'
import c from '../settings.module.css'
import { deedOf } from './words'

/** Every change moves it, so it says nothing. */
const NOISE = ['updated_at']

/** One change: who, what, when; opened, the values before and after. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const [open, setOpen] = useState(false)
  const changes = diffOf(entry.before, entry.after).filter((change) => !NOISE.includes(change.path))
  const program = entry.actor.kind !== 'member'
  return (
    <div className={c.entry}>
      <button
        type="button"
        className={c.entryHead}
        aria-expanded={open}
        onClick={() => setOpen((shown) => !shown)}
      >
        <span className={c.who}>
          {program ? (
            <IconRobot size={18} stroke={1.5} aria-hidden />
          ) : (
            <Avatar name={entry.actor.name} size={20} />
          )}
          <span className="ellipsis">{program ? humanise(entry.actor.name) : entry.actor.name}</span>
        </span>
        <span className="ellipsis">
          {deedOf(entry.action, entry.target_kind)}
          <span className="dim">
            {' · '}
            <RelativeTime at={entry.at} />
          </span>
        </span>
        <span className="dim ellipsis">{entry.note || summaryOf(changes)}</span>
        <IconChevronRight size={16} aria-hidden />
      </button>
      {open && <Details entry={entry} changes={changes} />}
    </div>
  )
}

function summaryOf(changes: readonly Change[]): string {
  return changes
    .slice(0, 4)
    .map((change) => humanise(change.path.split('.')[0] ?? change.path))
    .filter((name, index, all) => all.indexOf(name) === index)
    .join(', ')
}

function Details({ entry, changes }: { entry: AuditEntry; changes: readonly Change[] }) {
  const zone = useZone()
  const print = (value: unknown) => printValue(value, (at) => formatFull(at, zone))
  const made = changes.every((change) => change.before === undefined)
  return (
    <div className={c.diff}>
      {changes.length === 0 ? (
        <p className={c.quiet}>No field changed.</p>
      ) : (
        <div className={c.scrollX}>
          <table>
            <thead>
              <tr>
                <th>Field</th>
                {!made && <th>Before</th>}
                <th>{made ? 'Value' : 'After'}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.path}>
                  <td>{change.path.split('.').map(humanise).join(' · ')}</td>
                  {!made && (
                    <td className={c.before} data-empty={change.before === undefined || undefined}>
                      {print(change.before)}
                    </td>
                  )}
                  <td className={c.after} data-empty={change.after === undefined || undefined}>
                    {print(change.after)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className={c.hash}>
        {formatFull(entry.at, zone, true)} · line {entry.seq} · {entry.hash.slice(0, 16)} ·{' '}
        <Target entry={entry} />
      </p>
    </div>
  )
}

function Target({ entry }: { entry: AuditEntry }) {
  if (entry.target_kind === 'call') {
    return (
      <Link to="/calls/$id" params={{ id: entry.target_id }}>
        open the call
      </Link>
    )
  }
  if (entry.target_kind === 'customer') {
    return (
      <Link to="/customers/$id" params={{ id: entry.target_id }}>
        open the customer
      </Link>
    )
  }
  return <span>{entry.target_id}</span>
}
