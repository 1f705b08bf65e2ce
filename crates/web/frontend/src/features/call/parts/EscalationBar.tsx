import { Button } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { CallDetail } from '@/api/types'
import { ESCALATION, isEscalating } from '@/lib/words'
import { useCallChange } from '../queries'
import c from './parts.module.css'

/** An emergency that waits for somebody: says so until somebody takes it. */
export function EscalationBar({ call }: { call: CallDetail }) {
  const may = useCan('work_calls')
  const take = useCallChange(async () => {
    const params = { path: { id: call.id } }
    return (await dataOf(api.POST('/calls/{id}/acknowledge', { params }))).call
  }, 'The emergency still waits')
  if (!isEscalating(call)) return null
  return (
    <div className={c.escalation} role="status">
      <IconUrgent size={18} aria-hidden />
      <span>
        <strong>Emergency.</strong> {ESCALATION[call.escalation_status]}
        {call.escalation_status === 'sent' && '; everybody on duty was told'}.
      </span>
      {may && (
        <Button color="red.8" loading={take.isPending} onClick={() => take.mutate(undefined)}>
          Acknowledge
        </Button>
      )}
    </div>
  )
}
