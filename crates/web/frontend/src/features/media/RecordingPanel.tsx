import { Button, Loader } from '@mantine/core'
import {
  IconAlertTriangle,
  IconDownload,
  IconMicrophoneOff,
  IconPlayerPlayFilled,
  IconShare2,
  IconTrash,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { MediaRecording } from '@/api/types'
import { formatDuration, formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toast, toastError } from '@/ui/toast'
import { ConsentLine } from './ConsentLine'
import { DeleteRecording } from './DeleteRecording'
import c from './media.module.css'
import { PlayerBar } from './PlayerBar'
import { linkOf, recordingQuery } from './queries'
import { type Player, usePlayer } from './usePlayer'
import { Waveform } from './Waveform'

/** The sound of a call: where it is, and, once it is here, its player. `beside` stands below and follows the sound. */
export function RecordingPanel({
  call,
  tools = true,
  beside,
}: {
  call: string
  tools?: boolean
  beside?: (player: Player | undefined) => ReactNode
}) {
  const recording = useQuery(recordingQuery(call))
  if (recording.isPending) return <SkeletonRows rows={2} height={56} />
  if (recording.isError && recording.data === undefined) {
    return <ErrorState error={recording.error} onRetry={() => void recording.refetch()} />
  }
  const found = recording.data
  if (found?.state === 'stored' && found.peaks) {
    return <Heard call={call} recording={found} tools={tools} {...(beside ? { beside } : {})} />
  }
  return (
    <>
      <NotHere call={call} recording={found ?? null} quiet={!tools} />
      {beside?.(undefined)}
    </>
  )
}

function Heard({
  call,
  recording,
  tools,
  beside,
}: {
  call: string
  recording: MediaRecording
  tools: boolean
  beside?: (player: Player | undefined) => ReactNode
}) {
  const client = useQueryClient()
  const renew = async () => {
    const fresh = await linkOf(call)
    client.setQueryData(keys.calls.recording(call), fresh)
    if (!fresh.download_url) throw new Error('the recording is gone')
    return fresh.download_url
  }
  const player = usePlayer(call, recording, renew)
  return (
    <>
      <section className={c.player} aria-label="Recording">
        {recording.peaks && <Waveform peaks={recording.peaks} player={player} />}
        <div className={c.legend} aria-hidden>
          <span data-side="customer">Customer</span>
          <span data-side="agent">Agent</span>
        </div>
        <PlayerBar player={player} />
        {player.failed && (
          <p className={c.failure} role="alert">
            The sound could not be played. Check the connection and press play again.
          </p>
        )}
        {tools && <Tools call={call} recording={recording} />}
        {tools && <ConsentLine recording={recording} />}
      </section>
      {beside?.(player)}
    </>
  )
}

function Tools({ call, recording }: { call: string; recording: MediaRecording }) {
  const mayDownload = useCan('download')
  const mayDelete = useCan('supervise')
  const [deleting, setDeleting] = useState(false)
  const link = useMutation({
    mutationFn: async (): Promise<string> => {
      const { download_url } = await linkOf(call)
      if (!download_url) throw new Error('the recording is gone')
      return new URL(download_url, window.location.origin).href
    },
    onError: (error) => toastError(error, 'There is no link to this recording'),
  })
  const share = async () => {
    const url = await link.mutateAsync()
    await navigator.clipboard.writeText(url)
    toast('Link copied. It opens for five minutes, without signing in.')
  }
  const download = async () => {
    const url = await link.mutateAsync()
    const anchor = document.createElement('a')
    anchor.href = url
    anchor.download = ''
    anchor.click()
  }
  return (
    <div className={c.tools}>
      {mayDownload && (
        <Button
          variant="default"
          leftSection={<IconDownload size={14} />}
          loading={link.isPending}
          onClick={() => void download().catch(() => undefined)}
        >
          Download
        </Button>
      )}
      {mayDownload && (
        <Button
          variant="default"
          leftSection={<IconShare2 size={14} />}
          disabled={link.isPending}
          onClick={() => void share().catch(() => undefined)}
        >
          Share
        </Button>
      )}
      {mayDelete && (
        <Button
          variant="subtle"
          color="red.8"
          leftSection={<IconTrash size={14} />}
          onClick={() => setDeleting(true)}
        >
          Delete
        </Button>
      )}
      <DeleteRecording
        call={call}
        recording={recording}
        opened={deleting}
        onClose={() => setDeleting(false)}
      />
    </div>
  )
}

/** Why there is nothing to hear, and what can be done about it. */
function NotHere({
  call,
  recording,
  quiet,
}: {
  call: string
  recording: MediaRecording | null
  quiet: boolean
}) {
  const client = useQueryClient()
  const zone = useZone()
  const bring = useMutation({
    mutationFn: () => linkOf(call),
    onSuccess: (fresh) => client.setQueryData(keys.calls.recording(call), fresh),
    onError: (error) => toastError(error, 'The recording could not be brought in'),
  })
  if (!recording) {
    if (quiet) return null
    return (
      <EmptyState icon={IconMicrophoneOff} title="No recording">
        This call was not recorded.
      </EmptyState>
    )
  }
  const length = recording.duration_ms ? formatDuration(Math.round(recording.duration_ms / 1000)) : undefined
  if (recording.state === 'deleted') {
    if (quiet) return null
    return (
      <EmptyState icon={IconTrash} title="The recording was deleted">
        {recording.deleted_at && `On ${formatFull(recording.deleted_at, zone)}. `}
        The audit log says why.
      </EmptyState>
    )
  }
  if (recording.state === 'failed') {
    return (
      <div className={c.notice} data-tone="bad" role="status">
        <IconAlertTriangle size={17} aria-hidden />
        <span>{recording.failure ?? 'The recording did not come in.'}</span>
        {recording.can_be_fetched && (
          <Button variant="default" loading={bring.isPending} onClick={() => bring.mutate()}>
            Try again
          </Button>
        )}
      </div>
    )
  }
  if (recording.can_be_fetched) {
    return (
      <section className={c.player} aria-label="Recording">
        <button type="button" className={c.bring} disabled={bring.isPending} onClick={() => bring.mutate()}>
          <span className={c.bringIcon} aria-hidden>
            {bring.isPending ? <Loader size={16} color="white" /> : <IconPlayerPlayFilled size={16} />}
          </span>
          <span>
            <strong>{bring.isPending ? 'Bringing the recording in' : 'Listen to this call'}</strong>
            <span className="dim">{length && ` ${length}`}</span>
          </span>
        </button>
        {!quiet && <ConsentLine recording={recording} />}
      </section>
    )
  }
  return (
    <div className={c.notice} role="status">
      <Loader size={15} />
      <span>The recording is being brought in{length && `, ${length} long`}. It appears here by itself.</span>
    </div>
  )
}
