import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { messageOf } from '@/api/problem'

const UNDO_MS = 10_000
const closeButtonProps = { 'aria-label': 'Dismiss' }

/** Says that something was done. */
export function toast(message: string): void {
  notifications.show({ message, color: 'iris', autoClose: 4000, closeButtonProps })
}

/** Says what failed; stays until dismissed. */
export function toastError(error: unknown, title = 'That did not work'): void {
  notifications.show({ title, message: messageOf(error), color: 'red', autoClose: 8000, closeButtonProps })
}

let newestUndo: (() => void) | undefined

/** Takes back what the newest of the shown messages offers to take back; nothing when none does. */
export function undoNewest(): void {
  newestUndo?.()
}

/** Says what was done and offers ten seconds to take it back. */
export function toastUndo(message: string, undo: () => void): void {
  const id = `undo-${crypto.randomUUID()}`
  const run = () => {
    if (newestUndo === run) newestUndo = undefined
    notifications.hide(id)
    undo()
  }
  newestUndo = run
  notifications.show({
    id,
    color: 'iris',
    autoClose: UNDO_MS,
    onClose: () => {
      if (newestUndo === run) newestUndo = undefined
    },
    closeButtonProps,
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12, justifyContent: 'space-between' }}>
        {message}
        <Button variant="light" size="compact-xs" onClick={run}>
          Undo
        </Button>
      </span>
    ),
  })
}
