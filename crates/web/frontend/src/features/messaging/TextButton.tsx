import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useCan } from '@/api/session'
import type { CallRow } from '@/api/types'
import { otherNumber } from '@/features/call/number'

const TextDialog = lazy(() => import('./TextDialog'))

const BLOCKED = 'Contact has requested Do Not Contact'

interface Props {
  call: Pick<
    CallRow,
    'id' | 'direction' | 'from_e164' | 'to_e164' | 'do_not_contact' | 'contact' | 'caller_name'
  >
  /** Only the icon, for rows. */
  compact?: boolean
}

/** Opens the dialog that texts the other party, unless he wants no contact. */
export function TextButton({ call, compact = false }: Props) {
  const may = useCan('work_calls')
  const [open, setOpen] = useState(false)
  if (!may) return null
  const number = otherNumber(call)
  const reason = call.do_not_contact ? BLOCKED : number ? undefined : 'The number is not known'
  const blocked = reason !== undefined
  const show = () => {
    if (!blocked) setOpen(true)
  }
  const disabled = blocked ? { 'data-disabled': true, 'aria-disabled': true } : {}
  return (
    <>
      <Tooltip label={reason ?? 'Text'} disabled={!compact && !blocked}>
        {compact ? (
          <ActionIcon {...disabled} aria-label={blocked ? `Text: ${reason}` : 'Text'} onClick={show}>
            <IconMessage size={15} />
          </ActionIcon>
        ) : (
          <Button {...disabled} variant="default" leftSection={<IconMessage size={14} />} onClick={show}>
            Text
          </Button>
        )}
      </Tooltip>
      {open && (
        <Suspense fallback={null}>
          <TextDialog call={call} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
