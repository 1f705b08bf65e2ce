import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconCheck,
  IconChevronDown,
  IconDeviceMobile,
  IconHeadset,
  IconPhone,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconSettings,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { formatPhone } from '@/lib/phone'
import type { CallTarget } from './actions'
import { phone } from './store'
import { type CallOut, useCallOut } from './useCallOut'

interface Props {
  target: CallTarget
  /** Version of what is known of the other party; a refusal holds until it changes. */
  version: number
  /** Why it may not be called, as far as the page knows; the server may know more. */
  blocked?: string | undefined
  label?: string
  /** Only the icon, for rows. */
  compact?: boolean
  variant?: 'filled' | 'default'
  shortcut?: ReactNode
}

/** Calls somebody: in the browser or on my own telephone. Without a telephone company the device itself dials. */
export function CallButton({
  target,
  version,
  blocked,
  label = 'Call back',
  compact,
  variant,
  shortcut,
}: Props) {
  const [refusal, setRefusal] = useState<{ reason: string; version: number }>()
  const out = useCallOut((reason) => setRefusal({ reason, version }))
  const refused = refusal?.version === version ? refusal.reason : undefined
  const reason = blocked ?? refused ?? (target.number ? undefined : 'The number is not known')
  const look = { label, compact: compact === true, variant: variant ?? 'filled' }
  if (reason !== undefined) return <Blocked {...look} reason={reason} />
  if (!out.station?.provider) return <DeviceDials {...look} number={target.number} shortcut={shortcut} />
  if (compact) {
    return (
      <Tooltip label={label}>
        <ActionIcon aria-label={label} onClick={() => out.call(target)}>
          <IconPhone size={15} />
        </ActionIcon>
      </Tooltip>
    )
  }
  return (
    <Button.Group>
      <Button
        variant={look.variant}
        leftSection={<IconPhone size={14} />}
        rightSection={shortcut}
        disabled={out.busy}
        onClick={() => out.call(target)}
      >
        {label}
      </Button>
      <Ways target={target} out={out} variant={look.variant} />
    </Button.Group>
  )
}

interface Look {
  label: string
  compact: boolean
  variant: 'filled' | 'default'
}

function Blocked({ label, compact, variant, reason }: Look & { reason: string }) {
  const shared = {
    'data-disabled': true,
    'aria-disabled': true,
    onClick: (event: { preventDefault: () => void }) => event.preventDefault(),
  }
  return (
    <Tooltip label={reason} multiline maw={280}>
      {compact ? (
        <ActionIcon {...shared} aria-label={`${label}: ${reason}`}>
          <IconPhoneOff size={15} />
        </ActionIcon>
      ) : (
        <Button {...shared} variant={variant} leftSection={<IconPhoneOff size={14} />}>
          {label}
        </Button>
      )}
    </Tooltip>
  )
}

/** Hands the number to whatever the device calls with. */
function DeviceDials({
  label,
  compact,
  variant,
  number,
  shortcut,
}: Look & { number: string | undefined; shortcut: ReactNode }) {
  return compact ? (
    <Tooltip label={label}>
      <ActionIcon component="a" href={`tel:${number}`} aria-label={label}>
        <IconPhone size={15} />
      </ActionIcon>
    </Tooltip>
  ) : (
    <Button
      component="a"
      href={`tel:${number}`}
      variant={variant}
      leftSection={<IconPhone size={14} />}
      rightSection={shortcut}
    >
      {label}
    </Button>
  )
}

/** Where I talk. What is chosen is remembered for the next call. */
function Ways({ target, out, variant }: { target: CallTarget; out: CallOut; variant: Look['variant'] }) {
  const { station, via, call } = out
  const mark = (way: typeof via) => (way === via ? <IconCheck size={14} aria-label="chosen" /> : null)
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button variant={variant} px={6} aria-label="Other ways to call">
          <IconChevronDown size={14} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconHeadset size={15} />}
          rightSection={mark('browser')}
          disabled={out.busy}
          onClick={() => call(target, 'browser')}
        >
          In this browser
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPhoneOutgoing size={15} />}
          rightSection={mark('phone')}
          disabled={out.busy}
          onClick={() => call(target, 'phone')}
        >
          {station?.phone ? `On ${formatPhone(station.phone)}` : 'On my own telephone'}
        </Menu.Item>
        <Menu.Item component="a" href={`tel:${target.number}`} leftSection={<IconDeviceMobile size={15} />}>
          With this device
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings size={15} />} onClick={() => phone.openSettings()}>
          Telephone settings
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
