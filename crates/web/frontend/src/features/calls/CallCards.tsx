import { IconAlertTriangleFilled, IconBan } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { CallRow } from '@/api/types'
import { nameOfCaller, otherNumber } from '@/features/call/number'
import { formatPhone } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { RelativeTime } from '@/ui/RelativeTime'
import { drawable, useRowWindow } from '@/ui/table/useRowWindow'
import c from './calls.module.css'
import { isEmergency } from './cells/CallerCell'
import { DirectionCell } from './cells/DirectionCell'
import { FollowUpCell } from './cells/FollowUpCell'
import type { CallList } from './useCallList'
import type { LiveRows } from './useLiveRows'

const CARD_HEIGHT = 80

interface Props {
  list: CallList
  live: LiveRows
  onOpen: (id: string) => void
  /** Instead of cards: empty, error. */
  children?: ReactNode
}

/** The list on a phone: one card a call. */
export function CallCards({ list, live, onOpen, children }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const count = drawable(list.total, CARD_HEIGHT)
  const { first, end, scrolled } = useRowWindow(scroller, count, CARD_HEIGHT)
  const { onRange } = list
  const { onHeld } = live
  useEffect(() => onRange(first, end), [onRange, first, end])
  useEffect(() => onHeld(scrolled), [onHeld, scrolled])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section ref={scroller} className={c.cards} aria-label="Calls" tabIndex={0}>
      {children ?? (
        <ul className={c.cardsBody} style={{ height: count * CARD_HEIGHT }}>
          {Array.from({ length: end - first }, (_, offset) => {
            const index = first + offset
            const call = list.rowAt(index)
            if (!call) return null
            return (
              <li
                key={call.id}
                className={c.cardItem}
                style={{ transform: `translateY(${index * CARD_HEIGHT}px)` }}
              >
                <Card call={call} flash={live.flashes.get(call.id) ?? 0} onOpen={onOpen} />
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

function Card({ call, flash, onOpen }: { call: CallRow; flash: number; onOpen: (id: string) => void }) {
  const name = nameOfCaller(call)
  return (
    <button
      type="button"
      className={c.card}
      data-flash={flash > 0 ? (flash % 2 === 0 ? 'even' : 'odd') : undefined}
      onClick={() => onOpen(call.id)}
    >
      <Avatar name={name} size={38} />
      <span className={c.cardBody}>
        <span className={c.cardLine}>
          <span className={c.cardName}>
            {isEmergency(call) && <IconAlertTriangleFilled size={14} role="img" aria-label="Emergency" />}
            {call.do_not_contact && <IconBan size={14} role="img" aria-label="Do not contact" />}
            <span className="ellipsis">{name}</span>
          </span>
          <span className="dim">
            <RelativeTime at={call.started_at} />
          </span>
        </span>
        <span className={c.cardLine}>
          <span className="dim num">{formatPhone(otherNumber(call))}</span>
          {(call.disposition !== undefined || call.outcome_required) && (
            <OutcomeChip disposition={call.disposition} required={call.outcome_required} />
          )}
        </span>
        <span className={c.cardLine}>
          <DirectionCell call={call} />
          {call.promise && <FollowUpCell call={call} />}
        </span>
      </span>
    </button>
  )
}
