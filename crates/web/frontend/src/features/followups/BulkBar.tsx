import { Menu } from '@mantine/core'
import { IconCalendar, IconCheck, IconFlag, IconUserPlus, IconX } from '@tabler/icons-react'
import type { Priority } from '@/api/types'
import { PRIORITY } from '@/lib/words'
import type { OpenDialog } from './FollowUpDialogs'
import c from './followups.module.css'

interface Props {
  count: number
  done: boolean
  onComplete: () => void
  onAsk: (kind: OpenDialog['kind']) => void
  onPriority: (priority: Priority) => void
  onClear: () => void
}

/** What can be done to all selected follow-ups at once. */
export function BulkBar({ count, done, onComplete, onAsk, onPriority, onClear }: Props) {
  return (
    <div className={c.bulk} role="toolbar" aria-label="Selected follow-ups">
      <strong className="num">{count} selected</strong>
      <i aria-hidden />
      {!done && (
        <>
          <button type="button" onClick={onComplete}>
            <IconCheck size={15} aria-hidden /> Done
          </button>
          <button type="button" onClick={() => onAsk('redate')}>
            <IconCalendar size={15} aria-hidden /> Another time
          </button>
          <button type="button" onClick={() => onAsk('assign')}>
            <IconUserPlus size={15} aria-hidden /> Assign
          </button>
          <Menu position="top">
            <Menu.Target>
              <button type="button">
                <IconFlag size={15} aria-hidden /> Priority
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {Object.entries(PRIORITY).map(([priority, { label }]) => (
                <Menu.Item key={priority} onClick={() => onPriority(priority as Priority)}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <button type="button" onClick={onClear} aria-label="Select nothing">
        <IconX size={15} aria-hidden />
      </button>
    </div>
  )
}
