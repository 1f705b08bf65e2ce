import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api/session'
import { callQuery } from '@/features/call/queries'
import { useShortcuts } from '@/lib/shortcuts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { CallDesk } from './CallDesk'
import { CustomerPane } from './CustomerPane'
import { DeskHeader } from './DeskHeader'
import { EmptyDesk } from './EmptyDesk'
import { HeldCall } from './HeldCall'
import { LeaveDialog } from './LeaveDialog'
import { QueuePane } from './QueuePane'
import { SavedCall } from './SavedCall'
import c from './triage.module.css'
import { type Desk, useDesk } from './useDesk'

/** One call at a time, most pressing first, without the mouse. Only for those who may work calls. */
export function TriagePage() {
  const navigate = useNavigate()
  if (useCan('work_calls')) return <TriageDesk />
  return (
    <EmptyState
      title="Your role may not work calls"
      icon={IconLock}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/calls', search: {} })}>
          Back to calls
        </Button>
      }
    >
      Triage hands out calls to be answered. A dispatcher or an admin can do that.
    </EmptyState>
  )
}

function TriageDesk() {
  const desk = useDesk()
  const [leaving, setLeaving] = useState(false)
  const current = 'id' in desk.phase ? desk.phase.id : undefined
  const working = desk.phase.at === 'working'
  const leave = () => (working ? setLeaving(true) : void desk.leave())
  useDeskKeys(desk, leave, !leaving)
  return (
    <div className={c.page}>
      <DeskHeader desk={desk} onLeave={leave} />
      <div className={c.panes}>
        <QueuePane current={current} onOpen={(id) => void desk.open(id)} locked={desk.busy} />
        <section className={c.centre} aria-label="Call at hand">
          <Centre desk={desk} paused={leaving} onLeave={leave} />
        </section>
        <aside className={c.context} aria-label="Customer">
          {current && desk.phase.at !== 'held' && <CustomerPane id={current} />}
        </aside>
      </div>
      <LeaveDialog opened={leaving} onStay={() => setLeaving(false)} onLeave={() => void desk.leave()} />
    </div>
  )
}

/** Keys that work whatever the desk shows; those of the call at hand are in CallDesk. */
function useDeskKeys(desk: Desk, leave: () => void, enabled: boolean) {
  const group = 'Triage'
  const working = desk.phase.at === 'working'
  useShortcuts(
    [
      { keys: 'k', label: 'Previous call', group, run: () => void desk.previous() },
      { keys: 'z', label: 'Undo the last outcome', group, run: () => void desk.undo() },
    ],
    enabled,
  )
  useShortcuts(
    [
      { keys: 'j', label: 'Next call', group, run: () => void desk.next() },
      { keys: 'e', label: 'Next call', group, run: () => void desk.next() },
      {
        keys: 'Escape',
        label: 'Stay at this call, or leave',
        group,
        run: () => (desk.phase.at === 'saved' && !desk.phase.staying ? desk.stay() : leave()),
      },
    ],
    enabled && !working,
  )
}

function Centre({ desk, paused, onLeave }: { desk: Desk; paused: boolean; onLeave: () => void }) {
  const { phase } = desk
  switch (phase.at) {
    case 'claiming':
      return <SkeletonRows rows={10} height={54} />
    case 'empty':
      return <EmptyDesk desk={desk} />
    case 'held':
      return <HeldCall desk={desk} id={phase.id} holder={phase.holder} />
    case 'failed':
      return (
        <>
          <ErrorState
            error={phase.error}
            title="This call could not be opened"
            onRetry={() => void (phase.id ? desk.open(phase.id) : desk.next())}
          />
          {phase.id && (
            <div className={c.middle}>
              <Button variant="subtle" onClick={() => void desk.next()}>
                Take the next call instead
              </Button>
            </div>
          )}
        </>
      )
    case 'saved':
      return <SavedCall desk={desk} id={phase.id} staying={phase.staying} />
    case 'working':
      return (
        <Working
          key={phase.id}
          id={phase.id}
          reason={phase.reason}
          desk={desk}
          paused={paused}
          onLeave={onLeave}
        />
      )
  }
}

interface WorkingProps {
  id: string
  reason: string
  desk: Desk
  paused: boolean
  onLeave: () => void
}

function Working({ id, ...rest }: WorkingProps) {
  const { data, error, refetch } = useQuery(callQuery(id))
  if (data) return <CallDesk call={data} {...rest} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <SkeletonRows rows={10} height={54} />
}
