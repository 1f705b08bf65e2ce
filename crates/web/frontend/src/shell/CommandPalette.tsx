import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, spotlight } from '@mantine/spotlight'
import {
  IconBookmark,
  IconDeviceTv,
  IconFileExport,
  IconFileText,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconPhone,
  IconPhoneOff,
  IconSearch,
  IconUser,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import { useViews } from '@/features/calls/views/queries'
import { addressOf } from '@/features/calls/views/views'
import { useNow } from '@/lib/now'
import { formatPhone } from '@/lib/phone'
import { formatAgo } from '@/lib/time'
import { STATUS } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { useSchemeSwitch, useSignOut } from './AccountMenu'
import { NAV, SETTINGS } from './nav'
import { openShortcutSheet } from './ShortcutSheet'

/** Handed on to the scroll area of the list, which the keyboard reaches like any other. */
const SCROLLED = { viewportProps: { tabIndex: 0 } }

/** Fewer letters match nearly everything, and the server refuses them. */
const LEAST_LETTERS = 3

export function openPalette(): void {
  spotlight.open()
}

interface Command {
  id: string
  label: string
  hint?: string
  Icon: typeof IconSearch
  run: () => void
}

/** Finds calls and customers, and runs commands. */
export function CommandPalette() {
  const [text, setText] = useState('')
  const commands = useCommands().filter((command) =>
    command.label.toLowerCase().includes(text.trim().toLowerCase()),
  )
  const found = useFound(text)
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={null}
      radius="lg"
      scrollable
      maxHeight={440}
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.38 }}
    >
      <Spotlight.Search
        placeholder="A name, a number in any format, or a command"
        aria-label="Search and commands"
        leftSection={<IconSearch size={17} />}
      />
      <Spotlight.ActionsList {...SCROLLED}>
        <Group title="Commands" commands={commands} />
        <Group title="Customers" commands={found.customers} />
        <Group title="Calls" commands={found.calls} />
        {commands.length + found.customers.length + found.calls.length === 0 && (
          <Spotlight.Empty>{found.note}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function Group({ title, commands }: { title: string; commands: Command[] }) {
  if (commands.length === 0) return null
  return (
    <Spotlight.ActionsGroup label={title}>
      {commands.map(({ id, label, hint, Icon, run }) => (
        <Spotlight.Action
          key={id}
          label={label}
          {...(hint ? { description: hint } : {})}
          leftSection={<Icon size={16} stroke={1.6} />}
          onClick={run}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
}

function useCommands(): Command[] {
  const navigate = useNavigate()
  const { dark, flip } = useSchemeSwitch()
  const signOut = useSignOut()
  const views = useViews()
  const mayExport = useCan('export')
  const mayDownload = useCan('download')
  return [
    ...[...NAV, SETTINGS].map(({ to, label, Icon }) => ({
      id: to,
      label: `Go to ${label}`,
      Icon,
      run: () => void navigate({ to }),
    })),
    {
      id: 'missed',
      label: 'Show missed calls',
      hint: 'Calls with status Missed',
      Icon: IconPhoneOff,
      run: () => void navigate({ to: '/calls', search: { status: ['missed'] } }),
    },
    {
      id: 'wallboard',
      label: 'Open the wallboard',
      hint: 'For a screen on the wall',
      Icon: IconDeviceTv,
      run: () => void navigate({ to: '/wallboard' }),
    },
    ...views.map((view) => ({
      id: `view-${view.id}`,
      label: `View: ${view.name}`,
      hint: view.built_in
        ? 'Saved view of the call list'
        : view.is_team_view
          ? 'Saved by the team'
          : 'Saved by you',
      Icon: IconBookmark,
      run: () => void navigate({ to: '/calls', search: addressOf(view) }),
    })),
    ...(mayExport
      ? [
          {
            id: 'exports',
            label: 'Go to Exports',
            hint: 'Files of calls',
            Icon: IconFileExport,
            run: () => void navigate({ to: '/exports' }),
          },
        ]
      : []),
    ...(mayDownload
      ? [
          {
            id: 'transcripts',
            label: 'Search transcripts',
            hint: 'What was said in all calls',
            Icon: IconFileText,
            run: () => void navigate({ to: '/transcripts' }),
          },
        ]
      : []),
    { id: 'keys', label: 'Keyboard shortcuts', Icon: IconKeyboard, run: openShortcutSheet },
    { id: 'scheme', label: dark ? 'Light colours' : 'Dark colours', Icon: IconMoon, run: flip },
    { id: 'out', label: 'Sign out', Icon: IconLogout, run: signOut },
  ]
}

function useFound(text: string): { calls: Command[]; customers: Command[]; note: string } {
  const navigate = useNavigate()
  const zone = useZone()
  const now = useNow()
  const mayCustomers = useCan('read_customers')
  const [search] = useDebouncedValue(text.trim(), 200)
  const enabled = search.length >= LEAST_LETTERS
  const calls = useQuery({
    queryKey: ['palette', 'calls', search],
    queryFn: () => dataOf(api.GET('/calls', { params: { query: { search, limit: 6 } } })),
    enabled,
  })
  const customers = useQuery({
    queryKey: ['palette', 'customers', search],
    queryFn: () => dataOf(api.GET('/customers', { params: { query: { search, limit: 6 } } })),
    enabled: enabled && mayCustomers,
  })
  return {
    note: noteOf(text, calls.isFetching || customers.isFetching, calls.isError || customers.isError),
    calls: (calls.data?.data ?? []).map((call) => ({
      id: `call-${call.id}`,
      label: call.caller_name || formatPhone(call.direction === 'in' ? call.from_e164 : call.to_e164),
      hint: `${STATUS[call.status].label}, ${formatAgo(call.started_at, zone, now)}`,
      Icon: IconPhone,
      run: () => void navigate({ to: '/calls/$id', params: { id: call.id } }),
    })),
    customers: (customers.data?.data ?? []).map((customer) => ({
      id: `customer-${customer.id}`,
      label: customer.name,
      hint: formatPhone(customer.phones.find((phone) => phone.primary)?.number),
      Icon: IconUser,
      run: () => void navigate({ to: '/customers/$id', params: { id: customer.id } }),
    })),
  }
}

function noteOf(text: string, loading: boolean, failed: boolean): string {
  if (text.trim().length < LEAST_LETTERS) return `Type at least ${LEAST_LETTERS} letters or digits`
  if (loading) return 'Searching…'
  return failed ? 'The search failed, try again' : 'Nothing found'
}
