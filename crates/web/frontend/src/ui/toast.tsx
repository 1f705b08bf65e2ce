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
  toastFailure(title, messageOf(error))
}

/** Says that something which ran by itself did not work, and why. */
export function toastFailure(title: string, message: string): void {
  notifications.show({ title, message, color: 'red', autoClose: 8000, closeButtonProps })
}

/** Says what failed, with the way to mend it. */
export function toastMend(title: string, message: string, mend: { label: string; run: () => void }): void {
  const id = `mend-${crypto.randomUUID()}`
  const run = () => {
    notifications.hide(id)
    mend.run()
  }
  notifications.show({
    id,
    title,
    color: 'red',
    autoClose: 12_000,
    closeButtonProps,
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12, justifyContent: 'space-between' }}>
        {message}
        <Button variant="light" size="compact-xs" style={{ flex: 'none' }} onClick={run}>
          {mend.label}
        </Button>
      </span>
    ),
  })
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

const URGENT = 'urgent'

/** Takes the urgent message away; nothing when there is none. */
export function hideUrgent(): void {
  notifications.hide(URGENT)
}

interface UrgentAction {
  label: string
  run: () => void
  /** Runs when the message is gone, whatever made it go. */
  dismissed: () => void
}

/** Says the one thing that cannot wait; stays until somebody acts, dismisses it, or another one takes its place. */
export function toastUrgent(message: string, { label, run, dismissed }: UrgentAction): void {
  const act = () => {
    notifications.hide(URGENT)
    run()
  }
  const shown = {
    id: URGENT,
    color: 'red',
    autoClose: false as const,
    closeButtonProps,
    onClose: dismissed,
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12, justifyContent: 'space-between' }}>
        <strong>{message}</strong>
        <Button color="red.8" size="compact-sm" style={{ flex: 'none' }} onClick={act}>
          {label}
        </Button>
      </span>
    ),
  }
  // The first call shows it; when it is shown already, the second one replaces its words.
  notifications.show(shown)
  notifications.update(shown)
}
