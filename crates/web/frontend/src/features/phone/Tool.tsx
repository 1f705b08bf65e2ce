import { ActionIcon, Tooltip } from '@mantine/core'
import type { IconX } from '@tabler/icons-react'
import type { Ref } from 'react'
import { Kbd } from '@/ui/Kbd'

interface Props {
  label: string
  /** Set: it is a switch, and whether it is on. */
  on?: boolean
  disabled: boolean
  icon: typeof IconX
  /** The keys that do the same. */
  keys?: string
  run: () => void
  ref?: Ref<HTMLButtonElement>
  /** What it opens, and whether that is open. */
  opens?: { kind: 'dialog'; opened: boolean }
}

/** One square button of the call at hand. */
export function Tool({ label, on, disabled, icon: Icon, keys, run, ref, opens }: Props) {
  const tip = keys ? (
    <>
      {label} <Kbd keys={keys} />
    </>
  ) : (
    label
  )
  return (
    <Tooltip label={tip} disabled={opens?.opened === true}>
      <ActionIcon
        ref={ref}
        size={38}
        variant={on ? 'filled' : 'default'}
        color="iris"
        aria-label={label}
        aria-pressed={on}
        aria-haspopup={opens?.kind}
        aria-expanded={opens?.opened}
        disabled={disabled}
        onClick={run}
      >
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  )
}
