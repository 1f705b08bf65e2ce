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
  rings: readonly CallRow[]
  /** I am on a call; who else rings is shown and cannot be taken. */
  busy: boolean
  onTake: (call: CallRow) => void
}

/** Who rings: the newest with what is known of him, the others as lines below. */
export function RingList({ rings, busy, onTake }: Props) {
  const [newest, ...others] = rings
  if (!newest) return null
  return (
    <div className={c.card}>
      {busy ? (
        <Line call={newest} busy onTake={onTake} />
      ) : (
        <Newest call={newest} among={rings.length} onTake={onTake} />
      )}
      {others.length > 0 && (
        <ul className={c.others} aria-label="Also ringing">
          {others.map((call) => (
            <li key={call.id}>
              <Line call={call} busy={busy} onTake={onTake} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Newest({ call, among, onTake }: { call: CallRow; among: number; onTake: (call: CallRow) => void }) {
  const { data: lines } = useQuery(linesQuery)
  const face = faceOf(call)
  return (
    <article className={c.ring} aria-label={`Incoming call: ${face.name}`}>
      <p className={c.eyebrow}>
        <IconPhoneIncoming size={15} className={c.shake} aria-hidden />
        <span className="ellipsis">{lineName(lines, call.to_e164)}</span>
        {among > 1 && <span className="tag">Newest of {among}</span>}
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
          rightSection={<Kbd keys="h h" />}
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

function Line({ call, busy, onTake }: { call: CallRow; busy: boolean; onTake: (call: CallRow) => void }) {
  const face = faceOf(call)
  return (
    <div className={c.line}>
      <IconPhoneIncoming size={15} aria-hidden />
      <span className="ellipsis num" title={face.number}>
        {face.name}
      </span>
      {face.maybe && <span className="tag">{face.number ? 'maybe' : 'unknown'}</span>}
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
