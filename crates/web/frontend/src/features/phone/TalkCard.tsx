import { ActionIcon, Button, Tooltip } from '@mantine/core'
import {
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
import { useNow } from '@/lib/now'
import { formatPhone } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import { Kbd } from '@/ui/Kbd'
import { StatusDot } from '@/ui/StatusDot'
import { hangUp, mute, sendDigit } from './actions'
import { Keypad } from './Keypad'
import c from './phone.module.css'
import { phone } from './store'
import type { Talk } from './talk'
import { stateOf } from './words'

/** The call that I am on: how it stands, what can be done with it, and what is left to do when it is over. */
export function TalkCard({ talk, provider }: { talk: Talk; provider: string }) {
  const number = formatPhone(talk.number)
  const name = talk.name || number || 'Number withheld'
  const over = talk.phase === 'ended'
  return (
    <article className={c.card} aria-label={`Call: ${name}`} data-over={over || undefined}>
      <div className={c.ring}>
        <p className={c.eyebrow} role="status">
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
        <div className={c.who}>
          <Avatar name={talk.name} size={40} />
          <div className={c.names}>
            <h2>
              <span className="ellipsis num">{name}</span>
            </h2>
            {talk.name && number && <p className="num">{number}</p>}
          </div>
        </div>
        {over ? <Afterwards talk={talk} /> : <Tools talk={talk} provider={provider} />}
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

function Tools({ talk, provider }: { talk: Talk; provider: string }) {
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
        <Button
          color="red.8"
          size="sm"
          className={c.hang ?? ''}
          disabled={talk.phase === 'asking'}
          leftSection={<IconPhoneOff size={16} />}
          rightSection={<Kbd keys="h e" />}
          onClick={() => void hangUp(provider)}
        >
          Hang up
        </Button>
      </div>
    </>
  )
}

interface ToolProps {
  label: string
  on: boolean
  disabled: boolean
  icon: typeof IconX
  run: () => void
}

function Tool({ label, on, disabled, icon: Icon, run }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={38}
        variant={on ? 'filled' : 'default'}
        color="iris"
        aria-label={label}
        aria-pressed={on}
        disabled={disabled}
        onClick={run}
      >
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
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
