import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import type { Line } from '@/api/types'
import { linesQuery } from '@/features/phone/queries'
import { formatPhone } from '@/lib/phone'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { toast, toastError } from '@/ui/toast'

/** Gives a number up, after asking. */
export function RemoveLine({ line }: { line: Line }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.DELETE('/settings/lines/{id}', { params: { path: { id: line.id } } }),
    onSuccess: () => toast(`${line.label} is no longer a line`),
    onError: (error) => toastError(error, 'The line is still there'),
    onSettled: () => client.invalidateQueries({ queryKey: linesQuery.queryKey }),
  })
  return (
    <ConfirmButton
      variant="subtle"
      color="gray"
      aria-label={`Remove ${line.label}`}
      loading={remove.isPending}
      question={`Calls to ${formatPhone(line.number)} are no longer answered here. Its calls stay in the log.`}
      confirmLabel="Remove the line"
      onConfirm={() => remove.mutate()}
    >
      Remove
    </ConfirmButton>
  )
}
