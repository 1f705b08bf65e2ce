import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconKeyboard, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/now'
import { ConnectionDot } from '@/shell/ConnectionDot'
import { openShortcutSheet } from '@/shell/ShortcutSheet'
import { Kbd } from '@/ui/Kbd'
import { queueQuery } from './queries'
import { progressText, undoable } from './session'
import c from './triage.module.css'
import type { Desk } from './useDesk'

/** Where one is in the pile, what can be taken back, and the way out. */
export function DeskHeader({ desk, onLeave }: { desk: Desk; onLeave: () => void }) {
  const { data: queue } = useQuery(queueQuery)
  const now = useNow('slow')
  const last = undoable(desk.session, now)
  const queued = queue?.queued_calls ?? 0
  return (
    <header className={c.header}>
      <h1>Triage</h1>
      <span className={`${c.progress} num`} aria-live="polite">
        {queue && progressText(desk.session, queued)}
      </span>
      {queue !== undefined && queue.overdue > 0 && (
        <span className={`${c.overdue} num`}>{queue.overdue} overdue</span>
      )}
      <span className="grow" />
      {last && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowBackUp size={15} />}
          rightSection={<Kbd keys="z" />}
          onClick={() => void desk.undo()}
          className="desktop-only"
        >
          Undo “{last.outcome}” for {last.name}
        </Button>
      )}
      <ConnectionDot />
      <Tooltip label="Keyboard shortcuts">
        <ActionIcon aria-label="Keyboard shortcuts" onClick={openShortcutSheet} className="desktop-only">
          <IconKeyboard size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Leave triage">
        <ActionIcon aria-label="Leave triage" onClick={onLeave}>
          <IconX size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </header>
  )
}
