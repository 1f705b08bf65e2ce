import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core'
import {
  IconArrowForwardUp,
  IconChevronDown,
  IconDialpad,
  IconExternalLink,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconX,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CallRoom } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatPhone } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import { Kbd } from '@/ui/Kbd'
import { StatusDot } from '@/ui/StatusDot'
import { hangUp, mute, sendDigit } from './actions'
import { Keypad } from './Keypad'
import c from './phone.module.css'
import { HoldStrip } from './room/HoldStrip'
import { People } from './room/People'
import { RoomTools } from './room/RoomTools'
import type { RoomActions } from './room/useRoomActions'
import { companyOf, saidOf } from './room/words'
import { phone } from './store'
import { Tool } from './Tool'
import type { Talk } from './talk'
import { stateOf } from './words'

interface Props {
  talk: Talk
  provider: string
  /** Who of us is in it; undefined while that is not known, null when nothing can be done with it. */
  room: CallRoom | null | undefined
  actions: RoomActions
}

/** The call that I am on: how it stands, what can be done with it, and what is left to do when it is over. */
export function TalkCard({ talk, provider, room, actions }: Props) {
  const number = formatPhone(talk.number)
  const name = talk.name || number || 'Number withheld'
  const over = talk.phase === 'ended'
  return (
    <article className={c.card} aria-label={`Call: ${name}`} data-over={over || undefined}>
      <div className={c.ring}>
        <p className={c.eyebrow}>
          <State talk={talk} />
          <span className="grow" />
          {over ? (
            <ActionIcon aria-label="Close" onClick={() => phone.tell({ type: 'close' })}>
              <IconX size={16} />
            </ActionIcon>
          ) : (
            <ActionIcon aria-label="Make small" onClick={() => phone.fold(true)}>
              <IconChevronDown size={16} />
            </ActionIcon>
          )}
        </p>
        <VisuallyHidden role="status">{saidOf(talk, room)}</VisuallyHidden>
        <div className={c.who}>
          <Avatar name={talk.name} size={40} />
          <div className={c.names}>
            <h2>
              <span className="ellipsis num">{name}</span>
            </h2>
            {talk.name && number && <p className="num">{number}</p>}
          </div>
        </div>
        {!over && room && <HoldStrip room={room} name={name} />}
        {!over && room && <People room={room} actions={actions} />}
        {over ? (
          <Afterwards talk={talk} />
        ) : (
          <Tools talk={talk} provider={provider} room={room} actions={actions} />
        )}
      </div>
    </article>
  )
}

function State({ talk }: { talk: Talk }) {
  const running = talk.phase === 'connected'
  const now = useNow(running ? 'second' : 'slow')
  const { label, tone } = stateOf(talk, now)
  return (
    <StatusDot tone={tone}>
      {running && <span className={c.on}>On call</span>} <span className="num">{label}</span>
    </StatusDot>
  )
}

function Tools({ talk, provider, room, actions }: Props) {
  const [dialing, setDialing] = useState(false)
  const talking = talk.phase === 'connected'
  // Whoever talks on his own telephone has its keys and its mute there.
  const here = talk.via !== 'phone'
  const opened = talk.logId ?? talk.about
  return (
    <>
      {dialing && talking && (
        <Keypad digits={talk.digits} onDigit={(digit) => void sendDigit(digit, provider)} />
      )}
      <div className={c.tools}>
        {here && (
          <>
            <Tool
              label={talk.muted ? 'Unmute' : 'Mute'}
              on={talk.muted}
              disabled={!talking}
              icon={talk.muted ? IconMicrophoneOff : IconMicrophone}
              keys="h m"
              run={() => void mute(!talk.muted, provider)}
            />
            <Tool
              label="Keypad"
              on={dialing}
              disabled={!talking}
              icon={IconDialpad}
              run={() => setDialing((shown) => !shown)}
            />
          </>
        )}
        {talking && room !== null && <RoomTools room={room} actions={actions} />}
        {opened && (
          <Tooltip label="Open the call">
            <ActionIcon
              size={38}
              variant="default"
              aria-label="Open the call"
              renderRoot={(props) => <Link to="/calls/$id" params={{ id: opened }} {...props} />}
            >
              <IconExternalLink size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <Ends talk={talk} provider={provider} room={room} actions={actions} />
    </>
  )
}

/** The ways out: the call ends, or goes on with a colleague. */
function Ends({ talk, provider, room, actions }: Props) {
  const company = room ? companyOf(room) : []
  const others = company.length > 0
  return (
    <div className={c.choice}>
      {others && room?.may_steer && talk.joined !== 'guest' && (
        <Button
          size="sm"
          leftSection={<IconArrowForwardUp size={16} />}
          disabled={actions.pending}
          onClick={actions.handOver}
        >
          Hand over
        </Button>
      )}
      <Button
        color="red.8"
        size="sm"
        className={c.hang ?? ''}
        disabled={talk.phase === 'asking'}
        leftSection={<IconPhoneOff size={16} />}
        rightSection={<Kbd keys="h e" />}
        onClick={() => void hangUp(provider)}
      >
        {others ? 'Leave' : 'Hang up'}
      </Button>
    </div>
  )
}

function Afterwards({ talk }: { talk: Talk }) {
  const id = talk.logId ?? talk.about
  return (
    <>
      <p className={c.reason}>{talk.reason}</p>
      {id && (
        <div className={c.choice}>
          <Button
            variant="light"
            size="sm"
            renderRoot={(props) => <Link to="/calls/$id" params={{ id }} {...props} />}
            onClick={() => phone.tell({ type: 'close' })}
          >
            {talk.logId ? 'Give the outcome' : 'Open the call'}
          </Button>
        </div>
      )}
    </>
  )
}
