import { Tooltip } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconCheck,
  IconClock,
  IconClockExclamation,
  IconPlayerPause,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/now'
import { type Promise as CallPromise, type SlaLevel, slaView } from '@/lib/sla'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import c from './SlaChip.module.css'

const ICONS: Record<SlaLevel, typeof IconClock> = {
  ok: IconClock,
  warning: IconClock,
  critical: IconClockExclamation,
  overdue: IconAlertTriangleFilled,
  paused: IconPlayerPause,
  met: IconCheck,
  met_late: IconCheck,
}

interface Props {
  promise: CallPromise
  /** Shown on hover and focus; by default the due instant. */
  explanation?: ReactNode
  size?: 'sm' | 'md'
  /** For long lists: the browser's own hint instead of ours, which costs a row much. */
  plain?: boolean
}

/** Time left on a promise: shape, colour and words change together. */
export function SlaChip({ promise, explanation, size = 'sm', plain = false }: Props) {
  const zone = useZone()
  const slow = slaView(promise, useNow('slow'), zone)
  if (plain) {
    const title = `Due ${formatFull(promise.dueAt, zone, true)}`
    return slow.ticking ? (
      <Ticking promise={promise} size={size} title={title} />
    ) : (
      <Face level={slow.level} text={slow.text} size={size} title={title} />
    )
  }
  return (
    <Tooltip
      label={explanation ?? `Due ${formatFull(promise.dueAt, zone, true)}`}
      multiline={explanation !== undefined}
      {...(explanation === undefined ? {} : { p: 0, bg: 'transparent' })}
    >
      {slow.ticking ? (
        <Ticking promise={promise} size={size} />
      ) : (
        <Face level={slow.level} text={slow.text} size={size} focusable={explanation !== undefined} />
      )}
    </Tooltip>
  )
}

/** Apart, so that only chips close to their end render every second. */
function Ticking({ promise, size, ...rest }: { promise: CallPromise; size: 'sm' | 'md'; title?: string }) {
  const view = slaView(promise, useNow('second'), useZone())
  return <Face level={view.level} text={view.text} size={size} {...rest} />
}

interface FaceProps {
  level: SlaLevel
  text: string
  size: 'sm' | 'md'
  focusable?: boolean
  /** Given by the tooltip around it. */
  className?: string
  title?: string
}

function Face({ level, text, size, focusable = false, className = '', ...rest }: FaceProps) {
  const Icon = ICONS[level]
  return (
    <span
      className={`${c.chip} num ${className}`}
      data-level={level}
      data-size={size}
      tabIndex={focusable ? 0 : undefined}
      {...rest}
    >
      <Icon size={size === 'md' ? 14 : 12} stroke={2} aria-hidden />
      <span className="ellipsis">{text}</span>
    </span>
  )
}
