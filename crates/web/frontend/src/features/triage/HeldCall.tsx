import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useCan } from '@/api/session'
import { useShortcuts } from '@/lib/shortcuts'
import { formatClock } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { EmptyState } from '@/ui/EmptyState'
import { Kbd } from '@/ui/Kbd'
import type { Holder } from './useClaim'
import type { Desk } from './useDesk'

/** Somebody else has the call. Supervisors may take it over; everybody may go on. */
export function HeldCall({ desk, id, holder }: { desk: Desk; id: string; holder: Holder }) {
  const zone = useZone()
  const maySupervise = useCan('supervise')
  const takeOver = () => void desk.open(id, true)
  useShortcuts([{ keys: 'o', label: 'Take over this call', group: 'Triage', run: takeOver }], maySupervise)
  return (
    <EmptyState
      title={`${holder.name} has this call`}
      icon={IconLock}
      action={
        <>
          {maySupervise && (
            <Button variant="default" onClick={takeOver} rightSection={<Kbd keys="o" />} loading={desk.busy}>
              Take over
            </Button>
          )}
          <Button onClick={() => void desk.next()} rightSection={<Kbd keys="j" />} loading={desk.busy}>
            Next call
          </Button>
        </>
      }
    >
      {holder.until && `Held until ${formatClock(holder.until, zone)}, longer while they work. `}
      What you had entered is kept on this device.
    </EmptyState>
  )
}
