import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import { isApiError, messageOf, OFFLINE_STATUS } from '@/api/problem'
import c from './EmptyState.module.css'

interface Props {
  error: unknown
  title?: string
  onRetry?: () => void
  retryLabel?: string
}

/** What went wrong, in words, with a way to try again. */
export function ErrorState({ error, title, onRetry, retryLabel = 'Try again' }: Props) {
  const offline = isApiError(error, OFFLINE_STATUS)
  const Icon = offline ? IconPlugConnectedX : IconAlertTriangle
  return (
    <div className={c.root} data-tone="bad" role="alert">
      <span className={c.icon} aria-hidden>
        <Icon size={22} stroke={1.6} />
      </span>
      <p className={c.title}>
        {title ?? (offline ? 'The server cannot be reached' : 'This could not be loaded')}
      </p>
      <div className={c.text}>
        {offline ? 'Check the connection. Nothing you entered is lost.' : messageOf(error)}
      </div>
      {onRetry && (
        <div className={c.action}>
          <Button variant="default" onClick={onRetry}>
            {retryLabel}
          </Button>
        </div>
      )}
    </div>
  )
}
