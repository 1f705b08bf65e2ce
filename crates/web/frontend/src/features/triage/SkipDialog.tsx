import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'

const REASONS = ['Needs somebody else', 'Waiting for information', 'Wrong time of day to call']

/** From the third skip on the desk wants to know why; the reason goes into the history of the call. */
export function SkipDialog({ onClose, onSkip }: { onClose: () => void; onSkip: (reason: string) => void }) {
  const [reason, setReason] = useState('')
  const ready = reason.trim() !== ''
  return (
    <Modal opened onClose={onClose} title="Why is this call passed over?" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onSkip(reason.trim())
        }}
      >
        <TextInput
          data-autofocus
          label="Reason"
          description="It is kept in the history of the call."
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={200}
        />
        <Group gap={6} mt={8}>
          {REASONS.map((text) => (
            <Button key={text} variant="default" size="compact-xs" onClick={() => onSkip(text)}>
              {text}
            </Button>
          ))}
        </Group>
        <Group justify="flex-end" gap={8} mt={18}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready}>
            Skip
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
