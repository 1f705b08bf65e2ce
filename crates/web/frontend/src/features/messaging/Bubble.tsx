import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconRobot } from '@tabler/icons-react'
import type { Message } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatClock, formatFull, formatSoon } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { StatusDot } from '@/ui/StatusDot'
import c from './messaging.module.css'
import type { Texts } from './useTexts'
import { canBeSettled, DELIVERY, isParked, isWaiting, writerOf } from './words'

interface Props {
  message: Message
  texts: Texts
  editable: boolean
}

/** One text: what it says, who wrote it, where it is, and what can be done about it. */
export function Bubble({ message, texts, editable }: Props) {
  const zone = useZone()
  const mine = message.direction === 'out'
  return (
    <div className={c.text} data-out={mine || undefined}>
      <div className={c.bubble} data-state={message.state} title={formatFull(message.at, zone, true)}>
        {message.text}
      </div>
      <div className={c.under}>
        {mine && (
          <span className="ellipsis">
            {message.automation && <IconRobot size={12} aria-hidden />} {writerOf(message)}
          </span>
        )}
        <Where message={message} />
        {editable && isWaiting(message) && (
          <Button variant="subtle" size="compact-xs" onClick={() => void texts.cancel(message)}>
            Take back
          </Button>
        )}
      </div>
      <Parked message={message} texts={texts} editable={editable} />
      {canBeSettled(message) && message.direction === 'out' && (
        <Trouble message={message} texts={texts} editable={editable} />
      )}
    </div>
  )
}

function Where({ message }: { message: Message }) {
  const zone = useZone()
  const now = useNow('slow')
  if (message.direction === 'in') return <span className="num">{formatClock(message.at, zone)}</span>
  const planned = message.scheduled_for
  if (isWaiting(message) && planned && new Date(planned).getTime() > now) {
    return (
      <span className={`${c.planned} num`}>
        <IconClock size={12} aria-hidden /> Goes out {formatSoon(planned, zone, now)}
      </span>
    )
  }
  const { label, tone } = DELIVERY[message.state]
  return (
    <>
      <StatusDot tone={tone}>{label}</StatusDot>
      <span className="num">{formatClock(message.at, zone)}</span>
      {message.segments > 1 && <span className="num">{message.segments} segments</span>}
    </>
  )
}

/** What keeps a text from leaving, and that it is tried again by itself. */
function Parked({ message, texts, editable }: Props) {
  const now = useNow('slow')
  if (!isParked(message, now)) return null
  return (
    <div className={c.trouble} data-tone="warn" role="note">
      <IconAlertTriangle size={15} aria-hidden />
      <div>
        <p>{message.failure?.words ?? 'It could not go out yet.'} It is tried again by itself for an hour.</p>
        {editable && (
          <div className={c.troubleButtons}>
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => void texts.resolve(message, 'try_now')}
            >
              Try now
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

function Trouble({ message, texts, editable }: Props) {
  return (
    <div className={c.trouble} data-tone={message.state === 'unknown' ? 'warn' : 'bad'} role="note">
      <IconAlertTriangle size={15} aria-hidden />
      <div>
        <p>{message.failure?.words ?? DELIVERY[message.state].label}</p>
        {editable && (
          <div className={c.troubleButtons}>
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => void texts.resolve(message, 'send_again')}
            >
              Send again
            </Button>
            {message.state === 'unknown' ? (
              <Button
                variant="default"
                size="compact-xs"
                onClick={() => void texts.resolve(message, 'mark_as_sent')}
              >
                Mark as sent
              </Button>
            ) : (
              <Button
                variant="subtle"
                size="compact-xs"
                onClick={() => void texts.resolve(message, 'dismiss')}
              >
                Leave it
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
