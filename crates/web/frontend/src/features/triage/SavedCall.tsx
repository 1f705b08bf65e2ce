import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { nameOfCaller } from '@/features/call/number'
import { callQuery } from '@/features/call/queries'
import { useNow } from '@/lib/now'
import { EmptyState } from '@/ui/EmptyState'
import { Kbd } from '@/ui/Kbd'
import { OutcomeChip } from '@/ui/OutcomeChip'
import { undoable } from './session'
import c from './triage.module.css'
import type { Desk } from './useDesk'

/** Long enough to see the wrong key, short enough not to wait. */
const ADVANCE_MS = 1000

/** What was saved. The next call comes by itself, with a ring that shows when, unless one stays. */
export function SavedCall({ desk, id, staying }: { desk: Desk; id: string; staying: boolean }) {
  const { data: call } = useQuery(callQuery(id))
  const canUndo = undoable(desk.session, useNow('slow'))?.id === id
  const { next } = desk
  // biome-ignore lint/correctness/useExhaustiveDependencies: the wait starts once per call, not per render
  useEffect(() => {
    if (staying) return
    const timer = setTimeout(() => void next(), ADVANCE_MS)
    return () => clearTimeout(timer)
  }, [staying, id])
  return (
    <EmptyState
      title={call ? `${nameOfCaller(call)} is done` : 'Saved'}
      icon={IconCheck}
      action={
        <>
          {canUndo && (
            <Button variant="default" onClick={() => void desk.undo()} rightSection={<Kbd keys="z" />}>
              Undo
            </Button>
          )}
          {!staying && (
            <Button variant="default" onClick={desk.stay} rightSection={<Kbd keys="Escape" />}>
              Stay
            </Button>
          )}
          <Button
            onClick={() => void next()}
            loading={desk.busy}
            leftSection={staying ? undefined : <Ring />}
            rightSection={<Kbd keys="j" />}
          >
            Next call
          </Button>
        </>
      }
    >
      {call?.disposition && <OutcomeChip disposition={call.disposition} />}
      {call?.notes && <p className={c.savedNote}>{call.notes}</p>}
    </EmptyState>
  )
}

function Ring() {
  return (
    <svg className={c.ring} viewBox="0 0 16 16" width="16" height="16" aria-hidden>
      <circle cx="8" cy="8" r="6" className={c.ringTrack} />
      <circle cx="8" cy="8" r="6" className={c.ringFill} pathLength={1} />
    </svg>
  )
}
