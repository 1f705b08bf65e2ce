import { ActionIcon, Menu } from '@mantine/core'
import {
  IconCalendar,
  IconDots,
  IconFlag,
  IconPhone,
  IconPlayerPause,
  IconPlayerPlay,
  IconUser,
  IconUserPlus,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Priority } from '@/api/types'
import { PRIORITY } from '@/lib/words'
import type { ItemProps } from './FollowUpItem'

/** Everything else that can be done to one follow-up. */
export function FollowUpMenu({ task, editable, actions, onAsk }: ItemProps) {
  const navigate = useNavigate()
  const open = editable && task.status === 'open'
  const paused = task.sla.status === 'paused'
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${task.subject}`}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {task.call_id && (
          <Menu.Item
            leftSection={<IconPhone size={15} />}
            onClick={() => void navigate({ to: '/calls', search: { call: task.call_id ?? '' } })}
          >
            Open the call
          </Menu.Item>
        )}
        {task.contact && (
          <Menu.Item
            leftSection={<IconUser size={15} />}
            onClick={() =>
              task.contact && void navigate({ to: '/customers/$id', params: { id: task.contact.id } })
            }
          >
            Open {task.contact.name}
          </Menu.Item>
        )}
        {open && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconCalendar size={15} />} onClick={() => onAsk('redate', task)}>
              Another time…
            </Menu.Item>
            <Menu.Item leftSection={<IconUserPlus size={15} />} onClick={() => onAsk('assign', task)}>
              Assign…
            </Menu.Item>
            {paused ? (
              <Menu.Item leftSection={<IconPlayerPlay size={15} />} onClick={() => void actions.resume(task)}>
                Resume the clock
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconPlayerPause size={15} />} onClick={() => onAsk('pause', task)}>
                Pause the clock…
              </Menu.Item>
            )}
            <Menu.Divider />
            <Menu.Label>Priority</Menu.Label>
            {Object.entries(PRIORITY).map(([priority, { label }]) => (
              <Menu.Item
                key={priority}
                leftSection={
                  <IconFlag size={15} style={{ opacity: task.priority === priority ? 1 : 0.25 }} />
                }
                aria-current={task.priority === priority || undefined}
                onClick={() => void actions.prioritise([task], priority as Priority)}
              >
                {label}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
