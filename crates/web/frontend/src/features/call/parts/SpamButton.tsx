import { Button, Checkbox, Popover, Radio } from '@mantine/core'
import { IconShieldX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import type { CallDetail, SpamReason } from '@/api/types'
import { forgetConsent } from '@/features/consent/queries'
import { toast } from '@/ui/toast'
import { otherNumber } from '../number'
import { useCallChange } from '../queries'
import c from './parts.module.css'

const REASONS: { value: SpamReason; label: string }[] = [
  { value: 'robocall', label: 'A machine talked' },
  { value: 'telemarketer', label: 'Somebody sells' },
  { value: 'repeat_silent', label: 'Calls again and says nothing' },
]

/** Says that a call is spam and why; its number can be blocked with it. */
export function SpamButton({ call }: { call: CallDetail }) {
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState<SpamReason>('robocall')
  const [blocks, setBlocks] = useState(false)
  const mark = useCallChange(async () => {
    const params = { path: { id: call.id } }
    const body = { reason, block_number: blocks }
    const answer = await dataOf(api.POST('/calls/{id}/mark-spam', { params, body }))
    setOpen(false)
    toast(blocks ? 'Marked as spam, and the number is blocked' : 'Marked as spam')
    if (blocks) void forgetConsent(client)
    return answer.call
  }, 'The call was not marked')
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus width={280} position="bottom-end">
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconShieldX size={13} />}
          onClick={() => setOpen((shown) => !shown)}
        >
          Mark as spam
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Mark as spam">
        <form
          className={c.waive}
          onSubmit={(event) => {
            event.preventDefault()
            mark.mutate(undefined)
          }}
        >
          <Radio.Group
            label="Why it is spam"
            value={reason}
            onChange={(next) => setReason(next as SpamReason)}
          >
            {REASONS.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} mt={8} />
            ))}
          </Radio.Group>
          {otherNumber(call) && (
            <Checkbox
              label="Block the number"
              checked={blocks}
              onChange={(event) => setBlocks(event.currentTarget.checked)}
            />
          )}
          <Button type="submit" loading={mark.isPending}>
            Mark as spam
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
