import { Button, Tooltip } from '@mantine/core'
import { IconPhone, IconPhoneOff } from '@tabler/icons-react'
import type { CallDetail } from '@/api/types'
import { otherNumber } from '@/features/call/number'
import { Kbd } from '@/ui/Kbd'
import { toastError } from '@/ui/toast'

const REFUSAL = 'Contact has requested Do Not Contact'

/** Why the other party may not be called now; undefined when it may. */
export function blockedBecause(call: CallDetail): string | undefined {
  if (call.do_not_contact || call.contact_card?.do_not_contact) return REFUSAL
  return otherNumber(call) ? undefined : 'The number was withheld'
}

/** Hands the number to whatever the computer calls with. */
export function callBack(call: CallDetail): void {
  const reason = blockedBecause(call)
  if (reason) toastError(null, reason)
  else window.location.assign(`tel:${otherNumber(call)}`)
}

/** Calls back with the telephone of the device; says why where that may not be. */
export function CallBackButton({ call }: { call: CallDetail }) {
  const reason = blockedBecause(call)
  if (reason) {
    return (
      <Tooltip label={reason}>
        <Button
          variant="default"
          data-disabled
          aria-disabled
          leftSection={<IconPhoneOff size={14} />}
          onClick={(event) => event.preventDefault()}
        >
          Call back
        </Button>
      </Tooltip>
    )
  }
  return (
    <Button
      component="a"
      href={`tel:${otherNumber(call)}`}
      variant="default"
      leftSection={<IconPhone size={14} />}
      rightSection={<Kbd keys="c" />}
    >
      Call back
    </Button>
  )
}
