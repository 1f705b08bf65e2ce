import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconRobot } from '@tabler/icons-react'
import type { Message, TextResolution } from '@/api/types'
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
    <Remark
      tone="warn"
      words={`${message.failure?.words ?? 'It could not go out yet.'} It is tried again by itself for an hour.`}
      answers={editable ? [{ label: 'Try now', run: () => texts.tryNow(message) }] : []}
    />
  )
}

/** What went wrong for good, or may have, which a person settles. */
function Trouble({ message, texts, editable }: Props) {
  const isUnknown = message.state === 'unknown'
  const settle = (how: TextResolution) => () => texts.resolve(message, how)
  const answers: Answer[] = [
    { label: 'Send again', run: settle('send_again') },
    isUnknown
      ? { label: 'Mark as sent', run: settle('mark_as_sent') }
      : { label: 'Leave it', run: settle('dismiss'), quiet: true },
  ]
  return (
    <Remark
      tone={isUnknown ? 'warn' : 'bad'}
      words={message.failure?.words ?? DELIVERY[message.state].label}
      answers={editable ? answers : []}
    />
  )
}

interface Answer {
  label: string
  run: () => Promise<void>
  quiet?: boolean
}

/** A note below a text, with what can be done about it. */
function Remark({ tone, words, answers }: { tone: 'warn' | 'bad'; words: string; answers: Answer[] }) {
  return (
    <div className={c.trouble} data-tone={tone} role="note">
      <IconAlertTriangle size={15} aria-hidden />
      <div>
        <p>{words}</p>
        {answers.length > 0 && (
          <div className={c.troubleButtons}>
            {answers.map(({ label, run, quiet }) => (
              <Button
                key={label}
                variant={quiet ? 'subtle' : 'default'}
                size="compact-xs"
                onClick={() => void run()}
              >
                {label}
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
