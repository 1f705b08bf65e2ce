import { IconLock } from '@tabler/icons-react'
import { EmptyState } from '@/ui/EmptyState'

/** Said to a role that may not see something, instead of nothing. */
export function NoAccess({ what }: { what: string }) {
  return (
    <EmptyState icon={IconLock} title={`Your role does not see ${what}`}>
      An admin of this workspace can give you another one.
    </EmptyState>
  )
}
