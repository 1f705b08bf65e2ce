import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ContactRefusal } from '@/api/types'
import c from './consent.module.css'

interface Props {
  refusals: readonly ContactRefusal[]
  /** What the button does once the reason is on record. */
  action: string
  pending: boolean
  onReason: (reason: string) => void
}

/** What stands in the way, and a line for why one goes on all the same. */
export function ReasonForm({ refusals, action, pending, onReason }: Props) {
  const [reason, setReason] = useState('')
  return (
    <form
      className={c.reason}
      onSubmit={(event) => {
        event.preventDefault()
        onReason(reason.trim())
      }}
    >
      {refusals.map((refusal) => (
        <p key={refusal.rule}>{refusal.words}</p>
      ))}
      <TextInput
        label="Why now all the same"
        description="It stays on record with your name"
        value={reason}
        maxLength={500}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" disabled={reason.trim() === ''} loading={pending}>
        {action}
      </Button>
    </form>
  )
}
