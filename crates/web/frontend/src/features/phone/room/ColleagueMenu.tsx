import { Combobox, useCombobox } from '@mantine/core'
import type { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { messageOf } from '@/api/problem'
import type { AskedAs, CallRoom, Colleague } from '@/api/types'
import { Avatar } from '@/ui/Avatar'
import { StatusDot } from '@/ui/StatusDot'
import { phone, usePhone } from '../store'
import { Tool } from '../Tool'
import { PRESENCE } from '../words'
import { colleaguesQuery } from './requests'
import c from './room.module.css'
import { offeredColleagues } from './words'

/** Colleagues come and go while the choice is open. */
const ASK_MS = 10_000

interface Props {
  kind: AskedAs
  label: string
  /** What choosing somebody does, for the list. */
  heading: string
  icon: typeof IconX
  keys: string
  room: CallRoom
  disabled: boolean
  onPick: (member: string) => void
}

/** Opens a list of colleagues, in which one types or walks to somebody. Who cannot be rung is there with the reason. */
export function ColleagueMenu({ kind, label, heading, icon, keys, room, disabled, onPick }: Props) {
  const { choosing } = usePhone()
  const opened = choosing === kind && !disabled
  const button = useRef<HTMLButtonElement>(null)
  const [typed, setTyped] = useState('')
  const combobox = useCombobox({
    opened,
    onOpenedChange: (open) => phone.choose(open ? kind : undefined),
  })
  const { data, error } = useQuery({ ...colleaguesQuery, enabled: opened, refetchInterval: ASK_MS })
  const offered = offeredColleagues(data ?? [], typed, kind, room)

  const wasOpened = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store of the list is new on each render
  useEffect(() => {
    if (opened) {
      setTyped('')
      combobox.focusSearchInput()
    } else if (wasOpened.current) button.current?.focus()
    wasOpened.current = opened
  }, [opened])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever is first is chosen whenever the list is another
  useEffect(() => {
    if (opened) combobox.selectFirstOption()
  }, [opened, typed, data === undefined])

  return (
    <Combobox
      store={combobox}
      width={280}
      position="top-end"
      withinPortal
      onOptionSubmit={(member) => {
        combobox.closeDropdown()
        onPick(member)
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false} withKeyboardNavigation={false}>
        <Tool
          ref={button}
          label={label}
          icon={icon}
          keys={keys}
          disabled={disabled}
          opens={{ kind: 'dialog', opened }}
          run={() => combobox.toggleDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <div role="dialog" aria-label={label}>
          <Combobox.Search
            aria-label={heading}
            placeholder={heading}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Combobox.Options aria-label="Colleagues" mah={260} className={c.options ?? ''}>
            {offered.map(({ colleague, reason }) => (
              <Combobox.Option
                key={colleague.member_id}
                value={colleague.member_id}
                disabled={reason !== undefined}
                className={c.option ?? ''}
              >
                <ColleagueLine colleague={colleague} reason={reason} />
              </Combobox.Option>
            ))}
            {offered.length === 0 && <Combobox.Empty>{emptyWords(data, error)}</Combobox.Empty>}
          </Combobox.Options>
        </div>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function emptyWords(data: readonly Colleague[] | undefined, error: unknown): string {
  if (data === undefined) return error ? messageOf(error) : 'Looking who is there…'
  return data.length === 0 ? 'You have no colleagues here yet' : 'Nobody of that name'
}

function ColleagueLine({ colleague, reason }: { colleague: Colleague; reason: string | undefined }) {
  const { label, tone } = PRESENCE[colleague.presence]
  return (
    <span className={c.colleague}>
      <Avatar name={colleague.name} size={26} />
      <span className={c.colleagueText}>
        <span className="ellipsis">{colleague.name}</span>
        <span className={c.reach}>
          {reason ?? (colleague.in_browser ? 'In the browser' : 'On the telephone')}
        </span>
      </span>
      <StatusDot tone={tone}>{label}</StatusDot>
    </span>
  )
}
