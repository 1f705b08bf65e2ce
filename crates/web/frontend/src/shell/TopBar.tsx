import { ActionIcon } from '@mantine/core'
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { useMe } from '@/api/session'
import { ActivityMenu } from '@/features/activity/Activity'
import { Kbd } from '@/ui/Kbd'
import { useSchemeSwitch } from './AccountMenu'
import { Bell } from './Bell'
import { openPalette } from './CommandPalette'
import { ConnectionDot } from './ConnectionDot'
import { DemoControls } from './DemoControls'
import c from './shell.module.css'

/** Where am I, search, and whether all is well. */
export function TopBar() {
  const { workspace } = useMe()
  const { dark, flip } = useSchemeSwitch()
  return (
    <header className={c.top}>
      <strong className={c.product}>Callboard</strong>
      <span className={`${c.workspace} desktop-only`}>{workspace.name}</span>
      <button type="button" className={c.search} onClick={openPalette} aria-label="Search or run a command">
        <IconSearch size={15} />
        <span className="desktop-only">Search or run a command</span>
        <span className="desktop-only">
          <Kbd keys="mod+k" />
        </span>
      </button>
      <span className="grow desktop-only" />
      {workspace.demo && <DemoControls />}
      <ConnectionDot />
      <ActivityMenu />
      <Bell />
      <ActionIcon
        size={32}
        className="desktop-only"
        onClick={flip}
        aria-label={dark ? 'Switch to light colours' : 'Switch to dark colours'}
      >
        {dark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
      </ActionIcon>
    </header>
  )
}
