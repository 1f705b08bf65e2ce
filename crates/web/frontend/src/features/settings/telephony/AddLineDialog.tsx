import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import { linesQuery } from '@/features/phone/queries'
import { toast } from '@/ui/toast'
import c from '../settings.module.css'

interface Props {
  onClose: () => void
  onAdded: (id: string) => void
}

/** A number of the company becomes a line; what its callers hear is written afterwards. */
export function AddLineDialog({ onClose, onAdded }: Props) {
  const client = useQueryClient()
  const [number, setNumber] = useState('')
  const [label, setLabel] = useState('')
  const [isDefault, setDefault] = useState(false)
  const add = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST('/settings/lines', {
          body: { number: number.trim(), label: label.trim(), is_default: isDefault },
        }),
      ),
    onSuccess: async (line) => {
      toast(`${line.label} is a line now`)
      await client.invalidateQueries({ queryKey: linesQuery.queryKey })
      onAdded(line.id)
    },
  })
  const { error } = add
  const numberError = isApiError(error) ? (error.field('number') ?? taken(error.problem.code)) : undefined
  const labelError = isApiError(error) ? error.field('label') : undefined
  const otherError = error && !numberError && !labelError ? messageOf(error) : undefined
  return (
    <Modal opened onClose={onClose} title="Add a line">
      <form
        style={{ display: 'grid', gap: 14 }}
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <TextInput
          data-autofocus
          label="Number"
          description="As you write it; it must be a number of your telephone company"
          placeholder="(404) 555-0100"
          type="tel"
          withAsterisk
          maxLength={40}
          value={number}
          error={numberError}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          placeholder="Main line"
          withAsterisk
          maxLength={60}
          value={label}
          error={labelError}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Checkbox
          label="Members call and text from it"
          checked={isDefault}
          onChange={(event) => setDefault(event.currentTarget.checked)}
        />
        {otherError && (
          <p className={c.error} role="alert">
            {otherError}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={number.trim() === '' || label.trim() === ''}
          >
            Add the line
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

function taken(code: string | undefined): string | undefined {
  return code === 'number_taken' ? 'This number is a line already.' : undefined
}
