import { IconBan } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { CustomerRow } from '@/api/types'
import { Avatar } from '@/ui/Avatar'
import { PhoneNumber } from '@/ui/PhoneNumber'
import { RelativeTime } from '@/ui/RelativeTime'
import { drawable, useRowWindow } from '@/ui/table/useRowWindow'
import { CustomerStatus, primaryPhone, townOf } from './columns'
import c from './customers.module.css'

const HEIGHT = 76

interface Props {
  rows: readonly CustomerRow[]
  onOpen: (customer: CustomerRow) => void
  onRange: (first: number, end: number) => void
}

/** The list on a phone: one card per customer, only those on screen exist. */
export function CustomerCards({ rows, onOpen, onRange }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const count = drawable(rows.length, HEIGHT)
  const { first, end } = useRowWindow(scroller, count, HEIGHT)
  useEffect(() => onRange(first, end), [onRange, first, end])
  return (
    <div ref={scroller} className={c.cards}>
      <ul style={{ height: count * HEIGHT }} aria-label="Customers">
        {rows.slice(first, end).map((customer, offset) => (
          <li
            key={customer.id}
            style={{ transform: `translateY(${(first + offset) * HEIGHT}px)`, height: HEIGHT }}
          >
            <button type="button" className={c.cardRow} onClick={() => onOpen(customer)}>
              <Avatar name={customer.name} size={38} />
              <span className={c.cardWords}>
                <span className={c.cardLine}>
                  <strong className="ellipsis">{customer.name}</strong>
                  {customer.last_seen_at && (
                    <span className="dim">
                      <RelativeTime at={customer.last_seen_at} />
                    </span>
                  )}
                </span>
                <span className="dim ellipsis">
                  <PhoneNumber value={primaryPhone(customer)} />
                  {townOf(customer) && ` · ${townOf(customer)}`}
                </span>
                <span className={c.cardLine}>
                  <CustomerStatus status={customer.status} />
                  {customer.do_not_contact && (
                    <span className={c.ban}>
                      <IconBan size={14} aria-hidden /> Do not contact
                    </span>
                  )}
                  {customer.open_follow_ups > 0 && (
                    <span className="num">{customer.open_follow_ups} open</span>
                  )}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
