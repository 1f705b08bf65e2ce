import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { counted } from '@/lib/counted'
import { formatFull, formatSpan } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { ErrorState } from '@/ui/ErrorState'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { Figures } from './Figures'
import i from './imports.module.css'
import { keptQuery, type VersionedImport } from './queries'
import { useImportAction } from './useImport'
import { KEPT } from './words'

/** What came of it, and the ways from there: go on, mend the broken rows, roll back. */
export function ResultStep({ one }: { one: VersionedImport }) {
  const zone = useZone()
  const start = useImportAction(one.id, 'start')
  const rollback = useImportAction(one.id, 'rollback')
  const { counts, state } = one
  const open = one.rollback_until !== undefined && Date.parse(one.rollback_until) > Date.now()
  const rolled = state === 'rolled_back' || state === 'rollback_stopped'
  return (
    <>
      <SettingsCard title={TITLE[state] ?? 'Imported'} text={tempo(one, zone)}>
        {one.progress?.error && state !== 'imported' && (
          <p className={c.error} role="alert">
            {one.progress.error}
          </p>
        )}
        <Figures
          items={[
            { label: 'New calls', value: counts.written, tone: 'ok' },
            { label: 'Updated', value: counts.updated },
            { label: 'Duplicates left out', value: counts.left_out },
            { label: 'Broken rows', value: counts.broken, tone: 'bad' },
          ]}
        />
        <Group justify="flex-end" mt={16} gap={8}>
          {counts.broken > 0 && one.file_kept && (
            <Button
              component="a"
              href={`/api/imports/${one.id}/errors`}
              download
              variant="default"
              leftSection={<IconDownload size={15} />}
            >
              Broken rows
            </Button>
          )}
          {(state === 'stopped' || state === 'failed') && one.file_kept && (
            <Button loading={start.isPending} onClick={() => start.mutate()}>
              Go on
            </Button>
          )}
          {open && (
            <ConfirmButton
              variant="default"
              loading={rollback.isPending}
              question={`${counted(counts.written, 'new call')} will be removed${
                counts.updated > 0 ? ` and ${counted(counts.updated, 'call')} put back as they were` : ''
              }. Calls that changed since stay and are listed.`}
              confirmLabel="Roll back"
              onConfirm={() => rollback.mutate()}
            >
              {state === 'rollback_stopped' ? 'Go on with the rollback' : 'Roll back'}
            </ConfirmButton>
          )}
        </Group>
        {open && !rolled && (
          <p className={i.note}>Can be rolled back until {formatFull(one.rollback_until ?? '', zone)}.</p>
        )}
      </SettingsCard>
      {rolled && <RolledBack one={one} />}
    </>
  )
}

const TITLE: Partial<Record<VersionedImport['state'], string>> = {
  imported: 'Imported',
  stopped: 'Stopped before the end',
  failed: 'Given up before the end',
  rolled_back: 'What had come in',
  rollback_stopped: 'What had come in',
}

function tempo({ started_at, imported_at, counts }: VersionedImport, zone: string): string {
  if (!started_at) return ''
  const began = `Began ${formatFull(started_at, zone)}`
  if (!imported_at) return `${began}.`
  const ms = Math.max(1000, Date.parse(imported_at) - Date.parse(started_at))
  const rate = Math.round(counts.rows / (ms / 1000)).toLocaleString('en-US')
  return `${began}, took ${formatSpan(ms)}: ${counted(counts.rows, 'row')}, ${rate} a second.`
}

function RolledBack({ one }: { one: VersionedImport }) {
  const { removed, restored, kept } = one.rollback
  return (
    <SettingsCard title={one.state === 'rolled_back' ? 'Rolled back' : 'Rollback stopped before the end'}>
      <Figures
        items={[
          { label: 'Calls removed', value: removed },
          { label: 'Put back as they were', value: restored },
          { label: 'Stay', value: kept, tone: 'bad' },
        ]}
      />
      {kept > 0 && <KeptCalls id={one.id} />}
    </SettingsCard>
  )
}

function KeptCalls({ id }: { id: string }) {
  const list = useInfiniteQuery(keptQuery(id))
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const kept = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <div className={i.kept}>
      <h4>These stay, because something came after the import</h4>
      <ul>
        {kept.map(({ call_id, because }) => (
          <li key={call_id}>
            <Link to="/calls/$id" params={{ id: call_id }}>
              Call {call_id.slice(-6)}
            </Link>
            <span className="dim">{KEPT[because]}</span>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          More
        </Button>
      )}
    </div>
  )
}
