import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import type { CallViewCount } from '@/api/types'
import type { ViewsState } from './useViewsState'
import { ViewMenu } from './ViewMenu'
import { whose } from './ViewsPopover'
import { countText } from './views'
import c from './views.module.css'

interface Props {
  state: ViewsState
  counts: ReadonlyMap<string, CallViewCount>
}

/** The views on a phone: one button that names the open one, and a list with large rows. */
export function ViewPicker({ state, counts }: Props) {
  const { all, current, changed, showsAll, open } = state
  const name = current?.name ?? (showsAll ? 'All calls' : 'Filtered calls')
  return (
    <div className={c.picker}>
      <Menu position="bottom-start" width="min(360px, calc(100vw - 24px))" withinPortal={false}>
        <Menu.Target>
          <Button
            variant="default"
            className={c.pickerButton ?? ''}
            rightSection={<IconChevronDown size={15} />}
            aria-label={`View: ${name}${changed ? ' (changed)' : ''}`}
          >
            <span className="ellipsis">{name}</span>
            {changed && <span className={c.dirty} aria-hidden="true" />}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={c.pickerList ?? ''}>
          <PickerItem name="All calls" active={showsAll} onClick={() => open(undefined)} />
          {all.map((view) => (
            <PickerItem
              key={view.id}
              name={view.name}
              note={whose(view)}
              count={countText(counts.get(view.id))}
              active={view.id === current?.id}
              onClick={() => open(view)}
            />
          ))}
        </Menu.Dropdown>
      </Menu>
      {current && <ViewMenu view={current} state={state} />}
    </div>
  )
}

interface ItemProps {
  name: string
  note?: string
  count?: string | undefined
  active: boolean
  onClick: () => void
}

function PickerItem({ name, note, count, active, onClick }: ItemProps) {
  return (
    <Menu.Item
      h={44}
      aria-current={active || undefined}
      leftSection={<IconCheck size={15} style={{ opacity: active ? 1 : 0 }} />}
      rightSection={count === undefined ? null : <span className={`${c.count} num`}>{count}</span>}
      onClick={onClick}
    >
      {name} {note && <span className={c.whose}>{note}</span>}
    </Menu.Item>
  )
}
