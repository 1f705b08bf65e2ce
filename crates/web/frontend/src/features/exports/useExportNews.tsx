import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { useLiveMessages } from '@/api/useLive'
import { toastError } from '@/ui/toast'
import { download, takeWaitedFor } from './queries'

/** Says that an export which was asked for on this page is over, wherever one is by then. */
export function useExportNews(): void {
  const client = useQueryClient()
  useLiveMessages((message) => {
    if (message.type !== 'job_finished' || message.kind !== 'export') return
    void client.invalidateQueries({ queryKey: keys.exports.all })
    const { job_id: id, state } = message
    if (!takeWaitedFor(id)) return
    if (state === 'completed') sayReady(id)
    else if (state === 'failed') toastError(new Error('Exports says why.'), 'The export could not be made')
  })
}

function sayReady(id: string): void {
  const shown = `export-${id}`
  const fetchIt = () => {
    notifications.hide(shown)
    void download(id)
  }
  notifications.show({
    id: shown,
    color: 'iris',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12, justifyContent: 'space-between' }}>
        Your export is ready
        <Button variant="light" size="compact-xs" onClick={fetchIt}>
          Download
        </Button>
      </span>
    ),
  })
}
