import { ActionIcon, Popover } from '@mantine/core'
import {
  IconChevronUp,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneOff,
} from '@tabler/icons-react'
import type { CallRoom } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatPhone } from '@/lib/phone'
import { StatusDot } from '@/ui/StatusDot'
import { hangUp, mute } from './actions'
import { PhoneSettings } from './PhoneSettings'
import c from './phone.module.css'
import { holdOf } from './room/words'
import { phone, usePhone } from './store'
import { isBusy, type Talk } from './talk'
import type { Duty } from './useStation'
import { PRESENCE, stateOf } from './words'

interface Props {
  duty: Duty
  /** The call whose card is folded. */
  talk: Talk | null
  provider: string
  /** Who is in that call. */
  room: CallRoom | null | undefined
}

/** The smallest form of the telephone: whether I am rung, or the call that I am on. Opens what can be set. */
export function Pill({ duty, talk, provider, room }: Props) {
  const { settings } = usePhone()
  return (
    <Popover
      opened={settings.opened}
      onChange={(opened) => (opened ? phone.openSettings() : phone.closeSettings())}
      position="top-end"
      width={320}
      trapFocus
      returnFocus
      // The target is the pill, which is no control itself; the button in it has the roles.
      withRoles={false}
    >
      <Popover.Target>
        <div className={c.pill}>
          {talk ? (
            <Folded talk={talk} provider={provider} room={room} />
          ) : (
            <Presence duty={duty} opened={settings.opened} />
          )}
        </div>
      </Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label="Telephone settings">
        <PhoneSettings duty={duty} why={settings.why} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Presence({ duty, opened }: { duty: Duty; opened: boolean }) {
  const { label, tone } = duty.station ? PRESENCE[duty.station.presence] : PRESENCE.offline
  const face = duty.unheard
    ? { label: 'Not reached', tone: 'bad' as const }
    : { label: duty.error && !duty.station ? 'Telephone' : label, tone }
  return (
    <button
      type="button"
      className={c.presence}
      aria-label={`Telephone: ${face.label}`}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={() => (opened ? phone.closeSettings() : phone.openSettings())}
    >
      <IconPhone size={17} stroke={1.7} aria-hidden />
      <StatusDot tone={face.tone}>{face.label}</StatusDot>
    </button>
  )
}

function Folded({ talk, provider, room }: Omit<Props, 'duty' | 'talk'> & { talk: Talk }) {
  const now = useNow(talk.phase === 'connected' ? 'second' : 'slow')
  const { label, tone } = (isBusy(talk) ? holdOf(room, now) : undefined) ?? stateOf(talk, now)
  const name = talk.name || formatPhone(talk.number) || 'Number withheld'
  return (
    <>
      <button
        type="button"
        className={c.presence}
        aria-label={`Call: ${name}, ${label}. Make large`}
        onClick={() => phone.fold(false)}
      >
        <IconChevronUp size={16} aria-hidden />
        <span className={`${c.foldedName} ellipsis`}>{name}</span>
        <StatusDot tone={tone}>
          <span className="num">{label}</span>
        </StatusDot>
      </button>
      {isBusy(talk) && (
        <>
          {talk.via !== 'phone' && (
            <ActionIcon
              size={32}
              aria-label={talk.muted ? 'Unmute' : 'Mute'}
              aria-pressed={talk.muted}
              disabled={talk.phase !== 'connected'}
              onClick={() => void mute(!talk.muted, provider)}
            >
              {talk.muted ? <IconMicrophoneOff size={16} /> : <IconMicrophone size={16} />}
            </ActionIcon>
          )}
          <ActionIcon
            size={32}
            variant="filled"
            color="red.8"
            radius="xl"
            aria-label="Hang up"
            disabled={talk.phase === 'asking'}
            onClick={() => void hangUp(provider)}
          >
            <IconPhoneOff size={16} />
          </ActionIcon>
        </>
      )}
    </>
  )
}
