import { IconBriefcase } from '@tabler/icons-react'
import type { CallDetail } from '@/api/types'
import { EmptyState } from '@/ui/EmptyState'
import { StatusDot } from '@/ui/StatusDot'
import c from '../call.module.css'

/** The job that came of the call. */
export function JobTab({ call }: { call: CallDetail }) {
  if (!call.job_id) {
    return (
      <EmptyState icon={IconBriefcase} title="No job is linked">
        A job that comes of this call will show here.
      </EmptyState>
    )
  }
  return (
    <div className={c.box}>
      <h3>Job</h3>
      <StatusDot tone="ok">Linked</StatusDot>
      <p className="dim num" style={{ margin: '6px 0 0' }}>
        {call.job_id}
      </p>
    </div>
  )
}
