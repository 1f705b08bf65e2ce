import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CustomerDetail } from '@/api/types'
import { permissionQuery } from '@/features/consent/queries'
import { formatPhone } from '@/lib/phone'
import { formatDay, formatFull } from '@/lib/time'
import { humanise } from '@/lib/words'
import { useZone } from '@/lib/zone'
import c from './profile.module.css'
import { CHANNEL, CUSTOMER_KIND } from './words'

/** The card of the customer, read only. */
export function CustomerSummary({ customer }: { customer: CustomerDetail }) {
  const zone = useZone()
  const address = addressLines(customer)
  const { data } = useQuery({
    ...permissionQuery({ customer_id: customer.id }, 'call'),
    enabled: customer.phones.length > 0,
  })
  const open = data?.allowed ?? false
  return (
    <section className={c.card} aria-label="About">
      <h2>About</h2>
      <dl className={c.about}>
        <Row name="Phones">
          {customer.phones.length === 0 && <None />}
          {customer.phones.map((phone) => (
            <div key={phone.number} className="num">
              {open ? (
                <a href={`tel:${phone.number}`}>{formatPhone(phone.number)}</a>
              ) : (
                formatPhone(phone.number)
              )}
              {phone.label && <span className="dim"> {phone.label}</span>}
            </div>
          ))}
        </Row>
        <Row name="E-mail">
          {customer.emails.length === 0 && <None />}
          {customer.emails.map((email) => (
            <div key={email} className={c.wrap}>
              {email}
            </div>
          ))}
        </Row>
        <Row name="Address">
          {address.length === 0 ? <None /> : address.map((line) => <div key={line}>{line}</div>)}
        </Row>
        <Row name="Kind">{CUSTOMER_KIND[customer.kind] ?? humanise(customer.kind)}</Row>
        <Row name="Heard of us">{customer.lead_source ?? <None />}</Row>
        <Row name="Prefers">
          {customer.preferred_channel ? (
            (CHANNEL[customer.preferred_channel] ?? customer.preferred_channel)
          ) : (
            <None />
          )}
        </Row>
        <Row name="Best reached">
          {customer.time_windows.length === 0 && <None />}
          {customer.time_windows.map((window) => (
            <div key={`${window.day}-${window.start}`} className="num">
              {humanise(window.day)} {window.start} to {window.end}
            </div>
          ))}
        </Row>
        <Row name="Since">
          <span title={formatFull(customer.created_at, zone)}>{formatDay(customer.created_at, zone)}</span>
          {customer.converted_at && (
            <span className="dim">, booked first {formatDay(customer.converted_at, zone)}</span>
          )}
        </Row>
      </dl>
      {customer.notes && <p className={c.notes}>{customer.notes}</p>}
    </section>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function None() {
  return <span className="dim">–</span>
}

function addressLines({ address }: CustomerDetail): string[] {
  if (!address) return []
  const town = [address.city, [address.state, address.postal_code].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ')
  return [address.street, address.street2, town, address.country].filter((line): line is string =>
    Boolean(line),
  )
}
