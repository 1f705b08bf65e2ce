import { Button, Modal, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import type { MediaRecording } from '@/api/types'
import { toast, toastError } from '@/ui/toast'

interface Props {
  call: string
  recording: MediaRecording
  opened: boolean
  onClose: () => void
}

/** Asks why, because the audit log wants to know and nothing brings a deleted recording back. */
export function DeleteRecording({ call, recording, opened, onClose }: Props) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const remove = useMutation({
    mutationFn: () =>
      api.DELETE('/recordings/{id}', {
        params: { path: { id: recording.id } },
        body: { reason: reason.trim() },
      }),
    onSuccess: () => {
      onClose()
      toast('Recording deleted, here and at the telephone company.')
      void client.invalidateQueries({ queryKey: keys.calls.recording(call) })
      void client.invalidateQueries({ queryKey: keys.calls.audit(call) })
    },
    onError: (error) => toastError(error, 'The recording was not deleted'),
  })
  return (
    <Modal opened={opened} onClose={onClose} title="Delete this recording?" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) remove.mutate()
        }}
      >
        <Text size="sm" mb="md">
          It is removed here and at the telephone company, and nobody can bring it back. The transcript stays.
        </Text>
        <TextInput
          label="Reason"
          placeholder="The customer asked for it"
          description="Stands in the audit log"
          maxLength={300}
          withAsterisk
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', marginTop: 18 }}>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button type="submit" color="red.8" disabled={!reason.trim()} loading={remove.isPending}>
            Delete the recording
          </Button>
        </div>
      </form>
    </Modal>
  )
}
