import { Button } from '@mantine/core'
import {
  IconCircleCheck,
  IconDownload,
  IconHelpCircle,
  IconMicrophoneOff,
  IconPaperclip,
} from '@tabler/icons-react'
import { useCan } from '@/api/session'
import type { CallDetail } from '@/api/types'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { EmptyState } from '@/ui/EmptyState'
import c from '../call.module.css'

/** The sound of the call, whether the caller agreed to it, and what was attached. */
export function RecordingTab({ call }: { call: CallDetail }) {
  const mayDownload = useCan('download')
  return (
    <div className={c.stack}>
      {call.recording_url ? (
        <div className={c.box}>
          {/* biome-ignore lint/a11y/useMediaCaption: the transcript tab holds the words */}
          <audio className={c.player} controls preload="metadata" src={call.recording_url} />
          {mayDownload && (
            <Button
              component="a"
              href={call.recording_url}
              download
              variant="default"
              mt={10}
              leftSection={<IconDownload size={14} />}
            >
              Download
            </Button>
          )}
        </div>
      ) : (
        <EmptyState icon={IconMicrophoneOff} title="No recording">
          This call was not recorded.
        </EmptyState>
      )}
      <ConsentBox call={call} />
      <Attachments call={call} />
    </div>
  )
}

function ConsentBox({ call }: { call: CallDetail }) {
  const zone = useZone()
  const { recording, last_updated } = call.consent
  const Icon = recording ? IconCircleCheck : IconHelpCircle
  const text =
    recording === undefined
      ? 'Consent status not recorded'
      : recording
        ? 'Caller consented to recording'
        : 'Caller did not consent to recording'
  return (
    <div className={c.box}>
      <h3>Consent</h3>
      <span style={{ display: 'flex', gap: 7, alignItems: 'center' }}>
        <Icon size={16} color={recording ? 'var(--app-ok)' : 'var(--mantine-color-dimmed)'} aria-hidden />
        {text}
      </span>
      {last_updated && <span className="dim">Last updated {formatFull(last_updated, zone)}</span>}
    </div>
  )
}

function Attachments({ call }: { call: CallDetail }) {
  if (call.attachments.length === 0) return null
  return (
    <div className={c.part}>
      <h3>Attachments</h3>
      <ul className={c.timeline}>
        {call.attachments.map((attachment) => (
          <li key={attachment.id}>
            <IconPaperclip size={14} aria-hidden />
            {attachment.name}
            <span className="num">{Math.ceil(attachment.size_bytes / 1024)} KB</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
