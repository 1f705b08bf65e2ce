import { IconX } from '@tabler/icons-react'
import { formatFull } from '@/lib/time'
import { KEPT } from '@/lib/words'
import { useZone } from '@/lib/zone'
import c from './followups.module.css'
import { type FollowUpsSearch, isReport, NO_REPORT, type SearchChange } from './search'

interface Props {
  search: FollowUpsSearch
  members: readonly { id: string; name: string }[]
  onChange: (next: SearchChange) => void
}

/** Says which number of a report the list stands behind. */
export function ReportChip({ search, members, onChange }: Props) {
  const zone = useZone()
  if (!isReport(search)) return null
  const { from, to, kept, by, hour } = search
  const parts = [
    ...(kept ? [kept.map((word) => KEPT[word].toLowerCase()).join(' or ')] : []),
    ...(by ? [by === 'none' ? 'the pool' : (members.find(({ id }) => id === by)?.name ?? 'one member')] : []),
    ...(hour ? [`at ${hour.map((one) => `${one}:00`).join(' or ')}`] : []),
    ...(from ? [`due from ${formatFull(from, zone)}`] : []),
    ...(to ? [`before ${formatFull(to, zone)}`] : []),
  ]
  return (
    <span className={c.reportChip}>
      {parts.join(', ')}
      <button type="button" onClick={() => onChange(NO_REPORT)} aria-label="Remove the filter of the report">
        <IconX size={12} />
      </button>
    </span>
  )
}
