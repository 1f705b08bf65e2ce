import type { CallDetail } from '@/api/types'
import { Attachments } from '@/features/media/Attachments'
import { RecordingPanel } from '@/features/media/RecordingPanel'
import { useMayHear } from '@/features/media/useMayHear'
import c from '../call.module.css'
import { ConsentBox } from '../parts/ConsentBox'
import { NoAccess } from '../parts/NoAccess'

/** The sound of the call, whether the people on it knew, and the files that were put to it. */
export function RecordingTab({ call }: { call: CallDetail }) {
  if (!useMayHear()) return <NoAccess what="recordings and attachments" />
  return (
    <div className={c.stack}>
      <RecordingPanel call={call.id} />
      <ConsentBox call={call} />
      <Attachments call={call.id} />
    </div>
  )
}
