import { Checkbox } from '@mantine/core'
import { IconAlertTriangleFilled, IconBan } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { CallRow } from '@/api/types'
import { nameOfCaller, otherNumber } from '@/features/call/number'
import { counted } from '@/lib/counted'
import { formatPhone } from '@/lib/phone'
import { isSelected, type Selection } from '@/lib/selection'
import { isEscalating } from '@/lib/words'
import { Avatar } from '@/ui/Avatar'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { RelativeTime } from '@/ui/RelativeTime'
import { drawable, useRowWindow } from '@/ui/table/useRowWindow'
import c from './calls.module.css'
import { isEmergency } from './cells/CallerCell'
import { DirectionCell } from './cells/DirectionCell'
import { EscalationChip } from './cells/EscalationChip'
import { FollowUpCell } from './cells/FollowUpCell'
import type { CallList } from './useCallList'
import type { LiveRows } from './useLiveRows'
import { useLongPress } from './useLongPress'

const CARD_HEIGHT = 80

interface Props {
  list: CallList
  live: LiveRows
  onOpen: (id: string) => void
  selection: {
    value: Selection
    onChange: (rows: readonly CallRow[], ticked: boolean) => void
    onAll: (ticked: boolean) => void
  }
  /** Instead of cards: empty, error. */
  children?: ReactNode
}

/** The list on a phone: one card a call. A long press, or the button above, begins to select. */
export function CallCards({ list, live, onOpen, selection, children }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const count = drawable(list.total, CARD_HEIGHT)
  const { first, end, scrolled } = useRowWindow(scroller, count, CARD_HEIGHT)
  const [asked, setAsked] = useState(false)
  const { value, onChange, onAll } = selection
  const selecting = asked || value.mode === 'all' || value.ids.size > 0
  const { onRange } = list
  const { onHeld } = live
  useEffect(() => onRange(first, end), [onRange, first, end])
  useEffect(() => onHeld(scrolled || selecting), [onHeld, scrolled, selecting])
  const stop = () => {
    setAsked(false)
    onAll(false)
  }
  return (
    <>
      {children === undefined && (
        <div className={c.cardsHead}>
          <span className="dim num">{counted(list.total, 'call')}</span>
          <button type="button" onClick={selecting ? stop : () => setAsked(true)}>
            {selecting ? 'Done' : 'Select'}
          </button>
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section ref={scroller} className={c.cards} aria-label="Calls" tabIndex={0}>
        {children ?? (
          <ul className={c.cardsBody} style={{ height: count * CARD_HEIGHT + (selecting ? 70 : 0) }}>
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
                  <Card
                    call={call}
                    flash={live.flashes.get(call.id) ?? 0}
                    selected={selecting ? isSelected(value, call.id) : undefined}
                    onOpen={onOpen}
                    onSelect={(ticked) => onChange([call], ticked)}
                  />
                </li>
              )
            })}
          </ul>
        )}
      </section>
    </>
  )
}

interface CardProps {
  call: CallRow
  flash: number
  /** Undefined while nothing is being selected. */
  selected: boolean | undefined
  onOpen: (id: string) => void
  onSelect: (ticked: boolean) => void
}

function Card({ call, flash, selected, onOpen, onSelect }: CardProps) {
  const name = nameOfCaller(call)
  const press = useLongPress(() => onSelect(true))
  const selecting = selected !== undefined
  return (
    <button
      type="button"
      className={c.card}
      data-flash={flash > 0 ? (flash % 2 === 0 ? 'even' : 'odd') : undefined}
      data-selected={selected || undefined}
      {...(selecting ? { 'aria-pressed': selected } : {})}
      {...press.handlers}
      onClick={() => {
        if (press.wasLong()) return
        if (selecting) onSelect(!selected)
        else onOpen(call.id)
      }}
    >
      {selecting ? (
        <span className={c.cardTick}>
          <Checkbox.Indicator checked={selected} size="md" />
        </span>
      ) : (
        <Avatar name={call.contact?.name || call.caller_name} size={38} />
      )}
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
          {isEscalating(call) ? <EscalationChip /> : <DirectionCell call={call} />}
          {call.promise && <FollowUpCell call={call} />}
        </span>
      </span>
    </button>
  )
}
