import { Modal, Switch } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { usePreference } from '@/lib/preferences'
import { type Shortcut, SINGLE_KEYS, useRegisteredShortcuts } from '@/lib/shortcuts'
import { Kbd } from '@/ui/Kbd'
import c from './shell.module.css'

let open = false
const listeners = new Set<() => void>()

function setOpen(next: boolean) {
  open = next
  for (const notify of listeners) notify()
}

export function openShortcutSheet(): void {
  setOpen(true)
}

/** Every key that works on the page now, and the switch that turns single keys off. */
export function ShortcutSheet() {
  const shown = useSyncExternalStore(
    (notify) => {
      listeners.add(notify)
      return () => listeners.delete(notify)
    },
    () => open,
  )
  const [single, setSingle] = usePreference(SINGLE_KEYS, true)
  const groups = Map.groupBy(useDistinct(), (shortcut) => shortcut.group)
  return (
    <Modal opened={shown} onClose={() => setOpen(false)} title="Keyboard shortcuts" size="lg">
      <Switch
        label="Single keys"
        description="Off: only combinations with Ctrl or Cmd work"
        checked={single}
        onChange={(event) => setSingle(event.currentTarget.checked)}
        mb={16}
      />
      <div className={c.sheet}>
        {[...groups].map(([group, list]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {list.map((shortcut) => (
                <div key={shortcut.keys}>
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}

/** The last registration of a key is the one that works. */
function useDistinct(): Shortcut[] {
  return [...new Map(useRegisteredShortcuts().map((shortcut) => [shortcut.keys, shortcut])).values()]
}
