import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { FollowUpRow } from '@/api/types'
import c from './followups.module.css'
import { MomentEditor } from './MomentEditor'

interface Props {
  task: FollowUpRow
  onMove: (iso: string) => void
  children: ReactNode
}

/** The due time of a row; a click re-dates it in place. */
export function DuePopover({ task, onMove, children }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      width={310}
      trapFocus
      returnFocus
      position="bottom-end"
      closeOnClickOutside
    >
      <Popover.Target>
        <button
          type="button"
          className={`${c.due} ${c.pick}`}
          onClick={() => setOpen((shown) => !shown)}
          title="Another time"
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Another time for ${task.subject}`}>
        <MomentEditor
          from={task.due_at}
          onCancel={() => setOpen(false)}
          onSave={(iso) => {
            setOpen(false)
            onMove(iso)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
