import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconPhone, IconPhoneIncoming, IconPhoneOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { CallRow } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatDuration } from '@/lib/time'
import { Avatar } from '@/ui/Avatar'
import { Kbd } from '@/ui/Kbd'
import { CallerFacts } from './CallerFacts'
import c from './phone.module.css'
import { lineName, linesQuery } from './queries'
import { phone } from './store'
import { faceOf, secondsSince } from './words'

interface Props {
  /** All who ring, newest first. */
  rings: readonly CallRow[]
  /** The one in front; absent while something else is. */
  front: CallRow | undefined
  /** I am on a call; who else rings is shown and cannot be taken. */
  busy: boolean
  onTake: (call: CallRow) => void
}

/** More lines would hide the page, and nobody can take them all. */
const MOST_LINES = 3
const MOST_LINES_BUSY = 1

/** Who rings: one in front with what is known of him, the others as lines below, the newest marked. */
export function RingList({ rings, front, busy, onTake }: Props) {
  const others = busy ? rings : rings.filter((call) => call.id !== front?.id)
  const lines = others.slice(0, busy ? MOST_LINES_BUSY : MOST_LINES)
  const more = others.length - lines.length
  return (
    <div className={c.card}>
      {!busy && front && <Front call={front} onTake={onTake} />}
      {lines.length > 0 && (
        <ul className={c.others} aria-label="Also ringing">
          {lines.map((call) => (
            <li key={call.id}>
              <Line call={call} newest={call === rings[0]} busy={busy} onTake={onTake} />
            </li>
          ))}
          {more > 0 && <li className={`${c.line} dim`}>{more} more ring</li>}
        </ul>
      )}
    </div>
  )
}

function Front({ call, onTake }: { call: CallRow; onTake: (call: CallRow) => void }) {
  const { data: lines } = useQuery(linesQuery)
  const face = faceOf(call)
  return (
    <article className={c.ring} aria-label={`Incoming call: ${face.name}`}>
      <p className={c.eyebrow}>
        <IconPhoneIncoming size={15} className={c.shake} aria-hidden />
        <span className="ellipsis">{lineName(lines, call.to_e164)}</span>
        <span className="grow" />
        <RingTime call={call} />
      </p>
      <div className={c.who}>
        <Avatar name={face.maybe ? '' : face.name} size={40} />
        <div className={c.names}>
          <h2>
            <span className="ellipsis num">{face.name}</span>
            {face.maybe && <span className="tag">{face.number ? 'maybe' : 'unknown'}</span>}
          </h2>
          {face.number && <p className="num">{face.number}</p>}
        </div>
      </div>
      <CallerFacts call={call} />
      <div className={c.choice}>
        <Button
          color="teal.9"
          size="sm"
          leftSection={<IconPhone size={16} />}
          rightSection={<Kbd keys="h t" />}
          onClick={() => onTake(call)}
        >
          Answer
        </Button>
        <Button variant="default" size="sm" onClick={() => phone.ignore(call.id)}>
          Ignore
        </Button>
      </div>
    </article>
  )
}

interface LineProps {
  call: CallRow
  newest: boolean
  busy: boolean
  onTake: (call: CallRow) => void
}

function Line({ call, newest, busy, onTake }: LineProps) {
  const face = faceOf(call)
  return (
    <div className={c.line}>
      <IconPhoneIncoming size={15} aria-hidden />
      <span className="ellipsis num" title={face.number}>
        {face.name}
      </span>
      {face.maybe && face.number && <span className="tag">maybe</span>}
      {newest && <span className={c.newest}>newest</span>}
      <span className="grow" />
      <RingTime call={call} />
      {!busy && (
        <Tooltip label="Answer">
          <ActionIcon
            variant="light"
            color="teal"
            aria-label={`Answer ${face.name}`}
            onClick={() => onTake(call)}
          >
            <IconPhone size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label="Ignore">
        <ActionIcon aria-label={`Ignore ${face.name}`} onClick={() => phone.ignore(call.id)}>
          <IconPhoneOff size={15} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

/** How long somebody has been ringing. */
function RingTime({ call }: { call: CallRow }) {
  const now = useNow('second')
  return (
    <span className={`${c.time} num`}>{formatDuration(secondsSince(Date.parse(call.started_at), now))}</span>
  )
}
