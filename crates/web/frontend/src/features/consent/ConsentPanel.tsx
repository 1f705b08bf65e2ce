import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconPencilPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type {
  ConsentEntry,
  ConsentOverview,
  ContactAnswer,
  ContactChannel,
  DoNotContactMark,
} from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toast } from '@/ui/toast'
import c from './consent.module.css'
import { Ledger } from './Ledger'
import { LiftDialog, MarkDialog } from './MarkDialogs'
import { consentQuery, type Party, useConsentChange } from './queries'
import { RecordDialog } from './RecordDialog'
import { WhyNot } from './WhyNot'
import { authorName, CHANNEL, purposes, REASON, VIA } from './words'

type Dialog = 'mark' | 'record' | { lift: DoNotContactMark }

interface Props {
  party: Party
  /** The server's answer for each channel that there is a way for; undefined while it is asked. */
  answers: readonly (readonly [ContactChannel, ContactAnswer | undefined])[]
}

/** Who may contact somebody how, why not, who said so, and what waits for a decision. */
export function ConsentPanel({ party, answers }: Props) {
  const query = useQuery(consentQuery(party))
  const may = useCan('edit_customers')
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [ledger, setLedger] = useState(false)
  const { data } = query
  const marked = data?.do_not_contact.some((mark) => 'number' in party || mark.customer_id) ?? true
  return (
    <section className={c.panel} aria-label="Contact and consent">
      <div className={c.head}>
        <h2>Contact and consent</h2>
        {may && data && (
          <div className={c.headTools}>
            <Button
              variant="default"
              size="compact-xs"
              leftSection={<IconPencilPlus size={13} />}
              onClick={() => setDialog('record')}
            >
              Record consent
            </Button>
            {!marked && (
              <Button
                variant="default"
                size="compact-xs"
                leftSection={<IconBan size={13} />}
                onClick={() => setDialog('mark')}
              >
                Do not contact
              </Button>
            )}
          </div>
        )}
      </div>
      {data ? (
        <>
          <Marks marks={data.do_not_contact} onLift={(mark) => setDialog({ lift: mark })} />
          {data.proposed.map((entry) => (
            <Proposed key={entry.id} entry={entry} may={may} />
          ))}
          <WhyNot answers={answers} party={party} decides={may && data.proposed.length > 0} />
          <Said overview={data} />
          <div>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-expanded={ledger}
              onClick={() => setLedger((shown) => !shown)}
            >
              {ledger ? 'Hide the ledger' : 'Show the ledger'}
            </Button>
          </div>
          {ledger && <Ledger party={party} />}
        </>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={3} height={32} />
      )}
      {dialog === 'mark' && <MarkDialog party={party} onClose={() => setDialog(null)} />}
      {dialog === 'record' && <RecordDialog party={party} onClose={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === 'object' && (
        <LiftDialog mark={dialog.lift} onClose={() => setDialog(null)} />
      )}
    </section>
  )
}

function Marks({
  marks,
  onLift,
}: {
  marks: readonly DoNotContactMark[]
  onLift: (mark: DoNotContactMark) => void
}) {
  const mayLift = useCan('override_do_not_contact')
  return marks.map((mark) => (
    <div key={mark.id} className={c.note} data-tone="bad" role="note">
      <span className={c.title}>
        <IconBan size={15} aria-hidden />
        Do not contact{mark.number && <span className="num"> {formatPhone(mark.number)}</span>}
      </span>
      <p>{REASON[mark.reason]}</p>
      {mark.words && <p className={c.words}>“{mark.words}”</p>}
      <small>
        {VIA[mark.channel]}, <RelativeTime at={mark.at} />, {authorName(mark.by)}
      </small>
      {mayLift ? (
        <div className={c.buttons}>
          <Button variant="default" size="compact-xs" onClick={() => onLift(mark)}>
            Lift because of a new request
          </Button>
        </div>
      ) : (
        <small>Only an owner may lift it.</small>
      )}
    </div>
  ))
}

/** What sounded like a revocation: it holds like one until somebody has read it. */
function Proposed({ entry, may }: { entry: ConsentEntry; may: boolean }) {
  const decide = useConsentChange(async (confirm: boolean) => {
    const params = { path: { entry_id: entry.id } }
    await dataOf(api.POST('/consent/{entry_id}/decision', { params, body: { confirm } }))
    toast(confirm ? 'Taken as a revocation' : 'Taken as no revocation')
  }, 'The decision was not kept')
  return (
    <div className={c.note} data-tone="warn" role="note">
      <span className={c.title}>
        <IconAlertTriangle size={15} aria-hidden />
        Does this mean stop?
      </span>
      <p className={c.words}>“{entry.words}”</p>
      <small>
        {VIA[entry.via]}, <RelativeTime at={entry.at} />. Nothing goes out until somebody decides.
      </small>
      {may && (
        <div className={c.buttons}>
          <Button
            size="compact-sm"
            color="red.8"
            loading={decide.isPending}
            onClick={() => decide.mutate(true)}
          >
            Yes, stop
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={decide.isPending}
            onClick={() => decide.mutate(false)}
          >
            No, something else
          </Button>
        </div>
      )}
    </div>
  )
}

/** What was agreed to and refused, a line for each channel of which something was said. */
function Said({ overview }: { overview: ConsentOverview }) {
  const spoken = overview.channels.filter(({ granted, revoked }) => granted.length + revoked.length > 0)
  if (spoken.length === 0) return null
  return (
    <ul className={c.why}>
      {spoken.map(({ channel, granted, revoked, since }) => (
        <li key={channel}>
          <p>
            <b>{CHANNEL[channel]}:</b> {granted.length > 0 && `agreed to ${purposes(granted)}`}
            {granted.length > 0 && revoked.length > 0 && '; '}
            {revoked.length > 0 && `refused ${revoked.length === 5 ? 'everything' : purposes(revoked)}`}
          </p>
          {since && (
            <small>
              Last word <RelativeTime at={since} />
            </small>
          )}
        </li>
      ))}
    </ul>
  )
}
