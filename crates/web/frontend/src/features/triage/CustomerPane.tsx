import { Skeleton } from '@mantine/core'
import { IconBan, IconMail, IconPhone } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CallDetail, CallRow, ContactCard } from '@/api/types'
import { callQuery, historyQuery, openFollowUpsQuery } from '@/features/call/queries'
import { ConsentOfCall } from '@/features/consent/PartyConsent'
import { formatPhone } from '@/lib/phone'
import { FOLLOW_UP_KIND, humanise, STATUS } from '@/lib/words'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { RelativeTime } from '@/ui/RelativeTime'
import { SlaChip } from '@/ui/SlaChip'
import { StatusDot } from '@/ui/StatusDot'
import c from './triage.module.css'

const LAST_CONTACTS = 5

/** The person behind the call: who it is, what is promised, what was said before, and whether contact is wanted. */
export function CustomerPane({ id }: { id: string }) {
  const { data: call } = useQuery(callQuery(id))
  if (!call) return <Waiting />
  return (
    <>
      {(call.do_not_contact || call.contact_card?.do_not_contact) && (
        <p className={c.dnc} role="note">
          <IconBan size={16} aria-hidden />
          Contact has requested Do Not Contact
        </p>
      )}
      {call.contact_card ? <Card card={call.contact_card} /> : <Stranger call={call} />}
      <div className={c.block}>
        <ConsentOfCall call={call} />
      </div>
      {call.contact && <OpenFollowUps customer={call.contact.id} />}
      <History id={id} />
    </>
  )
}

function Card({ card }: { card: ContactCard }) {
  return (
    <section className={c.block}>
      <h2 className={c.paneTitle}>
        <Link to="/customers/$id" params={{ id: card.id }} className={c.link}>
          {card.name}
        </Link>
        <StatusDot tone={card.status === 'active' ? 'ok' : card.status === 'lead' ? 'info' : 'mute'}>
          {humanise(card.status)}
        </StatusDot>
      </h2>
      <ul className={c.ways}>
        {card.phones.map((phone) => (
          <li key={phone.number} className="num">
            <IconPhone size={14} aria-hidden />
            {formatPhone(phone.number)}
            {phone.label && <span className="dim">{phone.label}</span>}
          </li>
        ))}
        {card.email && (
          <li>
            <IconMail size={14} aria-hidden />
            <span className="ellipsis">{card.email}</span>
          </li>
        )}
      </ul>
      <dl className={c.figures}>
        <div>
          <dt>Calls</dt>
          <dd className="num">{card.calls_total}</dd>
        </div>
        <div>
          <dt>Open</dt>
          <dd className="num">{card.open_follow_ups}</dd>
        </div>
        <div>
          <dt>Last seen</dt>
          <dd>{card.last_seen_at ? <RelativeTime at={card.last_seen_at} /> : '–'}</dd>
        </div>
        <div>
          <dt>Prefers</dt>
          <dd>{card.preferred_channel ? humanise(card.preferred_channel) : '–'}</dd>
        </div>
      </dl>
    </section>
  )
}

function Stranger({ call }: { call: CallDetail }) {
  return (
    <section className={c.block}>
      <h2 className={c.paneTitle}>Unknown caller</h2>
      <p className={c.quiet}>
        {call.caller_name ? `The line says “${call.caller_name}”. ` : ''}
        Link a customer to see what was promised and said before.
      </p>
    </section>
  )
}

function OpenFollowUps({ customer }: { customer: string }) {
  const { data = [] } = useQuery(openFollowUpsQuery(customer))
  if (data.length === 0) return null
  return (
    <section className={c.block}>
      <h2 className={c.paneTitle}>Open follow-ups</h2>
      <ul className={c.contacts}>
        {data.map((task) => (
          <li key={task.id}>
            <span className={c.queueLine}>
              <strong>{FOLLOW_UP_KIND[task.type]}</strong>
              <SlaChip
                promise={{
                  kind: task.type,
                  dueAt: task.due_at,
                  ...(task.sla.status === 'paused' ? { paused: true } : {}),
                }}
              />
            </span>
            <span className={`${c.contactNote} dim`}>
              {[task.assigned_to?.name ?? 'Pool', task.note].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ id }: { id: string }) {
  const { data } = useQuery(historyQuery(id))
  const before = data?.filter((call) => call.id !== id).slice(0, LAST_CONTACTS)
  return (
    <section className={c.block}>
      <h2 className={c.paneTitle}>Last contacts</h2>
      {!before && <Skeleton height={60} />}
      {before?.length === 0 && <p className={c.quiet}>This is the first call.</p>}
      <ul className={c.contacts}>
        {before?.map((call) => (
          <Contact key={call.id} call={call} />
        ))}
      </ul>
    </section>
  )
}

function Contact({ call }: { call: CallRow }) {
  const status = STATUS[call.status]
  return (
    <li>
      <span className={c.queueLine}>
        <StatusDot tone={status.tone}>{status.label}</StatusDot>
        <span className="dim">
          <RelativeTime at={call.started_at} />
        </span>
      </span>
      {call.disposition && (
        <span>
          <OutcomeChip disposition={call.disposition} />
        </span>
      )}
      {call.note_start && <span className={`${c.contactNote} dim`}>{call.note_start}</span>}
    </li>
  )
}

function Waiting() {
  return (
    <section className={c.block}>
      <Skeleton height={16} width="60%" />
      <Skeleton height={12} width="80%" mt={12} />
      <Skeleton height={12} width="50%" mt={8} />
    </section>
  )
}
