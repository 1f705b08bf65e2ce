import { IconCircleCheck, IconHelpCircle, IconSpeakerphone } from '@tabler/icons-react'
import type { MediaRecording } from '@/api/types'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import c from './media.module.css'

const WORDS = {
  caller_consented: { text: 'Caller consented to recording', Icon: IconCircleCheck, tone: 'ok' },
  announced: { text: 'The recording was announced on the call', Icon: IconSpeakerphone, tone: 'ok' },
  not_recorded: { text: 'Consent status not recorded', Icon: IconHelpCircle, tone: 'mute' },
} as const

/** What is known of the consent of the people on the line, and since when. */
export function ConsentLine({ recording }: { recording: MediaRecording }) {
  const zone = useZone()
  const { text, Icon, tone } = WORDS[recording.consent]
  return (
    <p className={c.consent} data-tone={tone}>
      <Icon size={15} aria-hidden />
      <span>{text}</span>
      <span className="dim">Last updated {formatFull(recording.consent_at, zone)}</span>
    </p>
  )
}
