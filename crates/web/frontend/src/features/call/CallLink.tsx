import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconPhone } from '@tabler/icons-react'
import type { CallRow } from '@/api/types'
import { otherNumber } from './number'

const BLOCKED = 'Contact has requested Do Not Contact'

interface Props {
  call: Pick<CallRow, 'direction' | 'from_e164' | 'to_e164' | 'do_not_contact'>
  /** Only the icon, for rows. */
  compact?: boolean
}

/** Calls back with the telephone of the device, unless the other party wants no contact. */
export function CallLink({ call, compact = false }: Props) {
  const number = otherNumber(call)
  const reason = call.do_not_contact ? BLOCKED : number ? undefined : 'The number is not known'
  if (reason !== undefined) {
    return (
      <Tooltip label={reason}>
        {compact ? (
          <ActionIcon
            data-disabled
            aria-disabled
            aria-label={`Call: ${reason}`}
            onClick={(event) => event.preventDefault()}
          >
            <IconPhone size={15} />
          </ActionIcon>
        ) : (
          <Button
            data-disabled
            aria-disabled
            leftSection={<IconPhone size={14} />}
            onClick={(event) => event.preventDefault()}
          >
            Call back
          </Button>
        )}
      </Tooltip>
    )
  }
  return compact ? (
    <Tooltip label="Call back">
      <ActionIcon component="a" href={`tel:${number}`} aria-label="Call back">
        <IconPhone size={15} />
      </ActionIcon>
    </Tooltip>
  ) : (
    <Button component="a" href={`tel:${number}`} leftSection={<IconPhone size={14} />}>
      Call back
    </Button>
  )
}
