import { Button } from '@mantine/core'
import { IconBookmarkPlus, IconDeviceFloppy } from '@tabler/icons-react'
import { useShortcuts } from '@/lib/shortcuts'
import type { ViewsState } from './useViewsState'
import c from './views.module.css'

/** Appears when the list shows what no view holds: keeps it as a new view, or in the open one. */
export function SaveView({ state }: { state: ViewsState }) {
  const { current, changed, unsaved, update, open, ask, actions } = state
  useShortcuts(
    [{ keys: 'v s', label: 'Save the view', group: 'Calls', run: () => ask({ kind: 'new' }) }],
    unsaved,
  )
  if (!unsaved) return null
  return (
    <span className={c.save}>
      {current && changed && current.editable && (
        <Button
          variant="light"
          leftSection={<IconDeviceFloppy size={14} />}
          loading={actions.edit.isPending}
          onClick={update}
        >
          Update view
        </Button>
      )}
      <Button
        variant={current?.editable ? 'default' : 'light'}
        leftSection={<IconBookmarkPlus size={14} />}
        onClick={() => ask({ kind: 'new' })}
      >
        {current ? 'Save as new' : 'Save view'}
      </Button>
      {current && (
        <Button variant="subtle" className="desktop-only" onClick={() => open(current)}>
          Reset
        </Button>
      )}
    </span>
  )
}
