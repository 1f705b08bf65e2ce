import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowLeft,
  IconArrowRight,
  IconCopy,
  IconDots,
  IconLink,
  IconLock,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { useCan } from '@/api/session'
import type { CallView } from '@/api/types'
import { toast, toastError } from '@/ui/toast'
import type { ViewsState } from './useViewsState'
import c from './views.module.css'

/** What can be done with the open view. */
export function ViewMenu({ view, state }: { view: CallView; state: ViewsState }) {
  const supervises = useCan('supervise')
  const { actions, all } = state
  const peers = all.filter((other) => other.pinned === view.pinned)
  const at = peers.findIndex((other) => other.id === view.id)
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <ActionIcon size={24} className={c.more ?? ''} aria-label={`More for view ${view.name}`}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {view.editable && (
          <Menu.Item
            leftSection={<IconPencil size={15} />}
            onClick={() => state.ask({ kind: 'rename', view })}
          >
            Rename…
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => state.ask({ kind: 'new' })}>
          Save a copy…
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={15} />} onClick={() => void copyLink()}>
          Copy link
        </Menu.Item>
        <Menu.Divider />
        {view.pinned ? (
          <Menu.Item
            leftSection={<IconPinnedOff size={15} />}
            onClick={() => void actions.pin(all, view, false)}
          >
            Take from the tabs
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconPin size={15} />} onClick={() => void actions.pin(all, view, true)}>
            Pin as a tab
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconArrowLeft size={15} />}
          disabled={at <= 0}
          onClick={() => void actions.move(all, view, -1)}
        >
          Move left
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowRight size={15} />}
          disabled={at < 0 || at === peers.length - 1}
          onClick={() => void actions.move(all, view, 1)}
        >
          Move right
        </Menu.Item>
        {view.editable && (
          <>
            <Menu.Divider />
            {view.is_team_view ? (
              <Menu.Item
                leftSection={<IconLock size={15} />}
                onClick={() =>
                  void actions.change(view, { is_team_view: false }, `View "${view.name}" is private now`)
                }
              >
                Make private
              </Menu.Item>
            ) : (
              supervises && (
                <Menu.Item
                  leftSection={<IconUsers size={15} />}
                  onClick={() =>
                    void actions.change(view, { is_team_view: true }, `The team sees "${view.name}" now`)
                  }
                >
                  Share with the team
                </Menu.Item>
              )
            )}
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={15} />}
              onClick={() => void actions.remove(view)}
            >
              Remove
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(window.location.href)
    toast('Link copied. Whoever opens it sees the same filters.')
  } catch (error) {
    toastError(error, 'The link could not be copied')
  }
}
