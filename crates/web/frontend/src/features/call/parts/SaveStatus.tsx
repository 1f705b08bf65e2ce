import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconLoader2 } from '@tabler/icons-react'
import type { Missing } from '../draft'
import type { CallEditor } from '../useCallEditor'
import c from './parts.module.css'

const LACKS: Record<Missing, string> = { notes: 'a note', follow_up: 'a follow-up' }

/** Whether what was entered is with the server. */
export function SaveStatus({ editor }: { editor: CallEditor }) {
  const { state } = editor
  return (
    <span className={c.save} role="status" aria-live="polite" data-kind={state.kind}>
      {state.kind === 'waiting' && 'Not saved yet'}
      {state.kind === 'saving' && (
        <>
          <IconLoader2 size={14} className={c.spin} aria-hidden /> Saving…
        </>
      )}
      {state.kind === 'saved' && (
        <>
          <IconCheck size={14} aria-hidden /> Saved
        </>
      )}
      {state.kind === 'incomplete' && `Needs ${state.missing.map((field) => LACKS[field]).join(' and ')}`}
      {state.kind === 'conflict' && 'Changed by someone else'}
      {state.kind === 'failed' && (
        <>
          <IconAlertTriangle size={14} aria-hidden />
          <span title={state.reason}>Not saved</span>
          <Button variant="light" size="compact-xs" onClick={editor.save}>
            Retry
          </Button>
        </>
      )}
    </span>
  )
}
