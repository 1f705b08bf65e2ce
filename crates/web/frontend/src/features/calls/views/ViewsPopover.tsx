import { ActionIcon, Checkbox, Popover } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { CallView, CallViewCount } from '@/api/types'
import type { ViewsState } from './useViewsState'
import { countText } from './views'
import c from './views.module.css'

interface Props {
  state: ViewsState
  counts: ReadonlyMap<string, CallViewCount>
}

/** All views: opens any, says which are tabs, and in which order. */
export function ViewsPopover({ state, counts }: Props) {
  const [opened, setOpened] = useState(false)
  const open = (view: CallView) => {
    state.open(view)
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={330} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          size={28}
          variant="subtle"
          className={c.all ?? ''}
          aria-label="All views"
          onClick={() => setOpened((shown) => !shown)}
        >
          <IconChevronDown size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="All views">
        <div className={c.listHead}>
          <span>Tab</span>
          <span>View</span>
        </div>
        <ul className={c.list}>
          {state.all.map((view) => (
            <Line key={view.id} view={view} count={counts.get(view.id)} state={state} onOpen={open} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

interface LineProps {
  view: CallView
  count: CallViewCount | undefined
  state: ViewsState
  onOpen: (view: CallView) => void
}

function Line({ view, count, state, onOpen }: LineProps) {
  const { all, actions, current } = state
  const peers = all.filter((other) => other.pinned === view.pinned)
  const at = peers.findIndex((other) => other.id === view.id)
  return (
    <li className={c.line} data-active={view.id === current?.id || undefined}>
      <Checkbox
        aria-label={`${view.name} as a tab`}
        checked={view.pinned}
        onChange={(event) => void actions.pin(all, view, event.currentTarget.checked)}
      />
      <button type="button" className={c.lineName} onClick={() => onOpen(view)}>
        <span className="ellipsis">{view.name}</span>
        <span className={c.whose}>{whose(view)}</span>
        <span className={`${c.count} num`}>{countText(count)}</span>
      </button>
      <ActionIcon
        size={24}
        aria-label={`Move ${view.name} up`}
        disabled={at <= 0}
        onClick={() => void actions.move(all, view, -1)}
      >
        <IconArrowUp size={13} />
      </ActionIcon>
      <ActionIcon
        size={24}
        aria-label={`Move ${view.name} down`}
        disabled={at === peers.length - 1}
        onClick={() => void actions.move(all, view, 1)}
      >
        <IconArrowDown size={13} />
      </ActionIcon>
    </li>
  )
}

/** Whose view it is, in a word. */
export function whose(view: CallView): string {
  if (view.built_in) return ''
  return view.is_team_view ? 'Team' : 'Private'
}
