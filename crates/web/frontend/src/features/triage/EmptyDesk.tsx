import { Button } from '@mantine/core'
import { IconConfetti, IconPlayerSkipForward } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useShortcuts } from '@/lib/shortcuts'
import { EmptyState } from '@/ui/EmptyState'
import { Kbd } from '@/ui/Kbd'
import { queueQuery } from './queries'
import type { Desk } from './useDesk'

/** Nothing to decide, or only what was passed over. A call that comes in opens by itself. */
export function EmptyDesk({ desk }: { desk: Desk }) {
  const { data: queue } = useQuery(queueQuery)
  const skipped = desk.session.skipped
  useShortcuts(
    [{ keys: 'Enter', label: 'Go through the skipped calls', group: 'Triage', run: desk.reviewSkipped }],
    skipped.length > 0,
  )
  useArrivals(desk, queue?.priorities.filter((item) => !item.call.claim).map((item) => item.call.id) ?? [])
  if (skipped.length > 0) {
    return (
      <EmptyState
        title="Only calls that you skipped are left"
        icon={IconPlayerSkipForward}
        action={
          <Button onClick={desk.reviewSkipped} rightSection={<Kbd keys="Enter" />}>
            Go through {skipped.length === 1 ? 'the one' : `the ${skipped.length}`} skipped
          </Button>
        }
      >
        {skipped.map((call) => call.name).join(', ')}
      </EmptyState>
    )
  }
  return (
    <EmptyState title="No calls require triage at this time." icon={IconConfetti}>
      {desk.session.done.length > 0
        ? `You cleared ${desk.session.done.length} in this sitting. The next call opens here by itself.`
        : 'The next call opens here by itself.'}
    </EmptyState>
  )
}

/** Takes the next call as soon as one waits that nobody has and that was not skipped. */
function useArrivals(desk: Desk, free: readonly string[]) {
  const fresh = free.find((id) => !desk.session.skipped.some((call) => call.id === id))
  const { next, busy } = desk
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new arrival, not a new function, is the reason
  useEffect(() => {
    if (fresh !== undefined && !busy) void next()
  }, [fresh])
}
