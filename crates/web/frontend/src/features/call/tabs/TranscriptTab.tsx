import type { CallDetail } from '@/api/types'
import { RecordingPanel } from '@/features/media/RecordingPanel'
import { TranscriptPanel } from '@/features/media/TranscriptPanel'
import { useMayHear } from '@/features/media/useMayHear'
import c from '../call.module.css'
import { NoAccess } from '../parts/NoAccess'

/** What was said. With a recording, the words follow the sound and a click goes there. */
export function TranscriptTab({ call }: { call: CallDetail }) {
  if (!useMayHear()) return <NoAccess what="transcripts" />
  return (
    <div className={c.stack}>
      <RecordingPanel
        call={call.id}
        tools={false}
        beside={(player) => <TranscriptPanel call={call} player={player} />}
      />
    </div>
  )
}
