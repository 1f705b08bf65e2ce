import { Tooltip } from '@mantine/core'
import { IconArrowsMaximize, IconUrgent } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { CallRow } from '@/api/types'
import { CallLink } from '@/features/call/CallLink'
import { TextButton } from '@/features/messaging/TextButton'
import c from './cells.module.css'

/** What can be done with a row at once. */
export function RowActions({ call }: { call: CallRow }) {
  const inTriage = call.queue_status === 'triage' || (call.outcome_required && call.outcome_at === undefined)
  return (
    <span className={c.actions}>
      <CallLink call={call} />
      <TextButton call={call} compact />
      <Tooltip label="View">
        <Link to="/calls/$id" params={{ id: call.id }} aria-label="View the call" className={c.actionLink}>
          <IconArrowsMaximize size={15} />
        </Link>
      </Tooltip>
      {inTriage && (
        <Tooltip label="Open in triage">
          <Link to="/triage" search={{ call: call.id }} aria-label="Open in triage" className={c.actionLink}>
            <IconUrgent size={15} />
          </Link>
        </Tooltip>
      )}
    </span>
  )
}
