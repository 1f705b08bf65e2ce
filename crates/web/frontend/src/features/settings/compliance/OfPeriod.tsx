import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { Loaded } from '../Loaded'
import { SettingsCard } from '../SectionFrame'
import c from './compliance.module.css'

interface Answer {
  from: string
  to: string
}

/** A report over some days, with the instants that the server counted between. */
export function OfPeriod<T extends Answer>({
  query,
  children,
}: {
  query: UseQueryResult<T>
  children: (report: T) => ReactNode
}) {
  const zone = useZone()
  if (query.data === undefined) {
    return (
      <SettingsCard>
        <Loaded query={query}>{() => null}</Loaded>
      </SettingsCard>
    )
  }
  return (
    <div className={c.report} data-stale={query.isPlaceholderData || undefined}>
      <p className={c.days}>
        {formatFull(query.data.from, zone)} to {formatFull(query.data.to, zone)}, in the time of {zone}.
      </p>
      {children(query.data)}
    </div>
  )
}
