import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { membersQuery } from '@/api/session'
import type { Import } from '@/api/types'
import { counted } from '@/lib/counted'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { StatusDot } from '@/ui/StatusDot'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { FileDrop } from './FileDrop'
import i from './imports.module.css'
import { importsQuery } from './queries'
import { useNewImport } from './useImport'
import { bytesWords, STATE } from './words'

/** Bring a file, and what became of the earlier ones. */
export function ImportsPage() {
  const list = useInfiniteQuery(importsQuery)
  const announce = useNewImport()
  const imports = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <SectionFrame
      title="Import"
      text="Bring the call log of your old system or carrier as a CSV file. Imported history asks for nothing: no follow-ups, no triage."
      wide
    >
      <SettingsCard>
        <FileDrop
          busy={announce.isPending}
          onFile={(file) => announce.mutate(file)}
          hint="Exports of Twilio and CallRail are recognised; any other file is mapped by hand. Up to 1 GB."
        />
      </SettingsCard>
      <SettingsCard title="Past imports" text="An import can be rolled back for seven days.">
        {list.isPending ? (
          <SkeletonRows rows={4} height={48} />
        ) : list.isError && imports.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : imports.length === 0 ? (
          <EmptyState title="Nothing imported yet" icon={IconFileImport}>
            The dry run shows what would come of a file before a single call is written.
          </EmptyState>
        ) : (
          <ImportTable imports={imports} />
        )}
        {list.hasNextPage && (
          <div className={i.more}>
            <Button
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Earlier ones
            </Button>
          </div>
        )}
      </SettingsCard>
    </SectionFrame>
  )
}

function ImportTable({ imports }: { imports: readonly Import[] }) {
  const { data: members = [] } = useQuery(membersQuery)
  const nameOf = (one: Import) =>
    members.find((member) => member.id === one.created_by)?.name ??
    (one.source === 'command' ? 'Command line' : one.created_by ? 'Former member' : 'API key')
  return (
    <div className={c.scrollX}>
      <table className={c.table}>
        <thead>
          <tr>
            <th>File</th>
            <th>State</th>
            <th>Calls</th>
            <th>By</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr key={one.id}>
              <td>
                <span className={c.person}>
                  <span>
                    <Link
                      to="/settings/$section"
                      params={{ section: 'imports' }}
                      search={{ import: one.id }}
                      className={i.fileLink}
                    >
                      {one.file_name}
                    </Link>
                    <small>{bytesWords(one.size)}</small>
                  </span>
                </span>
              </td>
              <td>
                <StatusDot tone={STATE[one.state].tone}>{STATE[one.state].label}</StatusDot>
              </td>
              <td className="num">{callsWords(one)}</td>
              <td>{nameOf(one)}</td>
              <td>
                <RelativeTime at={one.started_at ?? one.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function callsWords({ counts, state, started_at, rollback }: Import): string {
  if (!started_at) return '–'
  if (state === 'rolled_back') return `${counted(rollback.removed, 'call')} removed`
  const parts = [`${counts.written.toLocaleString('en-US')} new`]
  if (counts.updated > 0) parts.push(`${counts.updated.toLocaleString('en-US')} updated`)
  if (counts.broken > 0) parts.push(`${counts.broken.toLocaleString('en-US')} broken`)
  return parts.join(', ')
}
