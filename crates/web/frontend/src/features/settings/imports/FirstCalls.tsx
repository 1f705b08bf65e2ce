import { useQuery } from '@tanstack/react-query'
import type { ImportPreviewCall } from '@/api/types'
import { formatDuration, formatFull } from '@/lib/time'
import { DIRECTION, STATUS } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { ErrorState } from '@/ui/ErrorState'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { PhoneNumber } from '@/ui/PhoneNumber'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import i from './imports.module.css'
import { previewQuery, type VersionedImport } from './queries'

/** The first rows as calls, so that a wrong zone or a swapped column is seen before it is a thousand calls. */
export function FirstCalls({ one }: { one: VersionedImport }) {
  const { data, error, refetch } = useQuery(previewQuery(one.id, one.version))
  const calls = data?.flatMap(({ line, call }) => (call ? [{ line, call }] : []))
  if (calls?.length === 0) return null
  return (
    <SettingsCard title="How the first rows are read" text="Times are shown in the zone of this workspace.">
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : calls ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={i.tall} tabIndex={0} aria-label="First rows">
          <table className={c.table} aria-label="First calls">
            <thead>
              <tr>
                <th>Line</th>
                <th>Started</th>
                <th>Way</th>
                <th>Customer</th>
                <th>Own number</th>
                <th>Talked</th>
                <th>Outcome</th>
                <th className={i.words}>Tags and notes</th>
              </tr>
            </thead>
            <tbody>
              {calls.map(({ line, call }) => (
                <Row key={line} line={line} call={call} />
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <SkeletonRows rows={5} height={34} />
      )}
    </SettingsCard>
  )
}

function Row({ line, call }: { line: number; call: ImportPreviewCall }) {
  const zone = useZone()
  const [other, own] = call.direction === 'in' ? [call.from, call.to] : [call.to, call.from]
  return (
    <tr>
      <td className="num">{line.toLocaleString('en-US')}</td>
      <td>{formatFull(call.started_at, zone)}</td>
      <td>
        {DIRECTION[call.direction]}, {STATUS[call.status].label.toLowerCase()}
      </td>
      <td>
        {call.caller_name && <span>{call.caller_name} </span>}
        <PhoneNumber value={other} />
      </td>
      <td>
        <PhoneNumber value={own} />
      </td>
      <td className="num">{call.duration_s > 0 ? formatDuration(call.duration_s) : '–'}</td>
      <td>
        <OutcomeChip disposition={call.disposition} />
      </td>
      <td className={i.words}>{[...call.tags, call.note_start].filter(Boolean).join(' · ')}</td>
    </tr>
  )
}
