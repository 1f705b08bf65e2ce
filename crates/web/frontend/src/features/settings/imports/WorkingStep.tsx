import { Button, Progress } from '@mantine/core'
import { counted } from '@/lib/counted'
import { useNow } from '@/lib/now'
import { SettingsCard } from '../SectionFrame'
import i from './imports.module.css'
import type { VersionedImport } from './queries'
import { useImportAction } from './useImport'

const TITLE = { checking: 'Dry run', importing: 'Importing', rolling_back: 'Rolling back' } as const

/** The server is at work; how far it is, how fast, and how to stop it. */
export function WorkingStep({ one }: { one: VersionedImport }) {
  const stop = useImportAction(one.id, 'stop')
  const now = useNow('second')
  const progress = one.progress
  const began = progress?.started_at ? Date.parse(progress.started_at) : undefined
  const seconds = began ? Math.max(1, (now - began) / 1000) : 0
  const rows = progress?.rows ?? 0
  const share = progress?.total ? rows / progress.total : progress?.bytes ? progress.bytes / one.size : 0
  const percent = Math.min(100, Math.floor(share * 100))
  const title = TITLE[one.state as keyof typeof TITLE]
  return (
    <SettingsCard
      title={title}
      text={
        began
          ? 'It goes on when you leave this page, and after a restart of the server.'
          : 'Waits for a worker.'
      }
      aside={
        <Button
          variant="default"
          loading={stop.isPending || progress?.stopping === true}
          onClick={() => stop.mutate()}
        >
          Stop
        </Button>
      }
    >
      <Progress value={percent} size="lg" aria-label={title} animated={percent === 0} />
      <p className={`${i.progressText} num`} role="status">
        {counted(rows, 'row')}
        {progress?.total ? ` of ${progress.total.toLocaleString('en-US')}` : ''} · {percent}%
        {seconds > 0 && rows > 0 && ` · ${Math.round(rows / seconds).toLocaleString('en-US')} rows/s`}
      </p>
    </SettingsCard>
  )
}
