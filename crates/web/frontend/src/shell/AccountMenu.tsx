import { Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconLogout, IconMoon, IconShieldLock, IconSun } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '@/api/client'
import { live } from '@/api/live'
import { useMe } from '@/api/session'
import { keptDrafts } from '@/features/call/keptDrafts'
import { humanise, ROLE } from '@/lib/words'
import { initialsOf } from '@/ui/Avatar'
import { toastError } from '@/ui/toast'
import { openShortcutSheet } from './ShortcutSheet'
import c from './shell.module.css'

/** Who is signed in, and what concerns only him: colours, keys, sessions, the way out. */
export function AccountMenu() {
  const { member, workspace } = useMe()
  const navigate = useNavigate()
  const { flip, dark } = useSchemeSwitch()
  const signOut = useSignOut()
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <button type="button" className={c.account} aria-label={`Account of ${member.name}`}>
          {initialsOf(member.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={c.accountHead}>
          <strong>{member.name}</strong>
          <span>{member.email}</span>
          <span>
            {ROLE[member.role] ?? humanise(member.role)} at {workspace.name}
          </span>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconShieldLock size={15} />}
          onClick={() => void navigate({ to: '/settings/$section', params: { section: 'sessions' } })}
        >
          Sessions and password
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={openShortcutSheet}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={dark ? <IconSun size={15} /> : <IconMoon size={15} />} onClick={flip}>
          {dark ? 'Light colours' : 'Dark colours'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

export function useSchemeSwitch(): { dark: boolean; flip: () => void } {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return { dark, flip: () => setColorScheme(dark ? 'light' : 'dark') }
}

export function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  return () => {
    api
      .POST('/auth/sign-out')
      .then(async () => {
        live.stop()
        await navigate({ to: '/sign-in' })
        client.clear()
        keptDrafts.clear()
      })
      .catch((error: unknown) => toastError(error, 'You are still signed in'))
  }
}
