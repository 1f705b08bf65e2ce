import { useQuery } from '@tanstack/react-query'
import type { CallRow } from '@/api/types'
import { callQuery, historyQuery, openFollowUpsQuery } from '@/features/call/queries'
import { counted } from '@/lib/counted'
import { useNow } from '@/lib/now'
import { formatSoon } from '@/lib/time'
import { FOLLOW_UP_KIND, humanise, STATUS } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { RelativeTime } from '@/ui/RelativeTime'
import { StatusDot } from '@/ui/StatusDot'
import c from './phone.module.css'

const SHOWN = 2

/** What one should know before the first word: what was promised, and how the last calls went. */
export function CallerFacts({ call }: { call: CallRow }) {
  const { data: detail } = useQuery(callQuery(call.id))
  const { data: history } = useQuery(historyQuery(call.id))
  const before = history?.filter((one) => one.id !== call.id).slice(0, SHOWN) ?? []
  const card = detail?.contact_card
  return (
    <div className={c.facts}>
      {card && (
        <p className="dim">
          {humanise(card.status)} · {counted(card.calls_total, 'call')} · {card.open_follow_ups} open
        </p>
      )}
      {call.contact && <Promises customer={call.contact.id} />}
      {before.map((one) => (
        <p key={one.id} className={c.fact}>
          <StatusDot tone={STATUS[one.status].tone}>{STATUS[one.status].label}</StatusDot>
          <span className="ellipsis dim">{one.note_start}</span>
          <span className={`${c.factTime} dim`}>
            <RelativeTime at={one.started_at} />
          </span>
        </p>
      ))}
      {history && before.length === 0 && <p className="dim">This is the first call.</p>}
    </div>
  )
}

function Promises({ customer }: { customer: string }) {
  const zone = useZone()
  const now = useNow('slow')
  const { data = [] } = useQuery(openFollowUpsQuery(customer))
  return data.slice(0, SHOWN).map((task) => (
    <p key={task.id} className={c.fact}>
      <strong>{FOLLOW_UP_KIND[task.type]}</strong>
      <span className="ellipsis dim">{task.note}</span>
      <span className={`${c.factTime} num`} data-late={Date.parse(task.due_at) < now || undefined}>
        {formatSoon(task.due_at, zone, now)}
      </span>
    </p>
  ))
}
