import type { CallDetail } from '@/api/types'
import { AssignDialog } from './AssignDialog'
import type { Draft } from './draft'
import { LinkDialog } from './LinkDialog'
import { SkipDialog } from './SkipDialog'
import { SnoozeDialog } from './SnoozeDialog'

export type DialogName = 'assign' | 'link' | 'snooze' | 'skip'

interface Props {
  name: DialogName | null
  call: CallDetail
  draft: Draft
  change: (next: Partial<Draft>) => void
  onClose: () => void
  onSkip: (reason: string) => void
}

/** The small questions that keys open. One at a time; each gives the focus back where it was. */
export function CallDialogs({ name, call, draft, change, onClose, onSkip }: Props) {
  switch (name) {
    case 'assign':
      return <AssignDialog call={call} draft={draft} change={change} onClose={onClose} />
    case 'link':
      return <LinkDialog call={call} onClose={onClose} />
    case 'snooze':
      return <SnoozeDialog call={call} onClose={onClose} />
    case 'skip':
      return (
        <SkipDialog
          onClose={onClose}
          onSkip={(reason) => {
            onClose()
            onSkip(reason)
          }}
        />
      )
    case null:
      return null
  }
}
