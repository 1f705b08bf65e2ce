import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import type { UnsentMail } from '@/api/types'
import { useNow } from '@/lib/now'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { RelativeTime } from '@/ui/RelativeTime'
import { toast, toastError } from '@/ui/toast'
import c from '../settings.module.css'
import { isTooOld, mailReason } from './mailWords'

/** One mail that needs somebody: what it was, what went wrong, and the two ways on. */
export function LostMailRow({ mail }: { mail: UnsentMail }) {
  const unknown = mail.state === 'unknown'
  return (
    <tr>
      <td>
        <span className={c.person}>
          <span>
            <strong>
              <Subject mail={mail} />
            </strong>
            <small>to {mail.to_name}</small>
          </span>
        </span>
      </td>
      <td>
        <span className={c.person}>
          <span>
            {mailReason(mail.last_error)}
            <small className={c.reason}>
              {unknown ? 'may have arrived' : 'did not arrive'}
              {mail.last_error && ` · ${mail.last_error}`}
            </small>
          </span>
        </span>
      </td>
      <td>
        <RelativeTime at={mail.ended_at ?? mail.created_at} />
      </td>
      <td>
        <Decide mail={mail} />
      </td>
    </tr>
  )
}

const PAGES: Record<string, '/exports' | '/follow-ups'> = {
  export: '/exports',
  follow_up: '/follow-ups',
  digest: '/follow-ups',
}

/** Leads to what the mail is about. */
function Subject({ mail }: { mail: UnsentMail }) {
  if (mail.call_id) {
    return (
      <Link to="/calls/$id" params={{ id: mail.call_id }} className={c.subject ?? ''}>
        {mail.subject}
      </Link>
    )
  }
  const page = PAGES[mail.about_kind]
  if (!page) return mail.subject
  return (
    <Link to={page} className={c.subject ?? ''}>
      {mail.subject}
    </Link>
  )
}

function Decide({ mail }: { mail: UnsentMail }) {
  const client = useQueryClient()
  const now = useNow('slow')
  const path = { params: { path: { id: mail.id } } }
  // Waiting mail shows what is sent again, so every list of the section is asked anew.
  const onSettled = () => client.invalidateQueries({ queryKey: keys.settings.all })
  const again = useMutation({
    mutationFn: () => api.POST('/mail/{id}/send-again', path),
    onSuccess: () => toast('The mail is sent again'),
    onError: (error) => toastError(error),
    onSettled,
  })
  const settle = useMutation({
    mutationFn: () => api.POST('/mail/{id}/settle', path),
    onSuccess: () => toast('Settled'),
    onError: (error) => toastError(error),
    onSettled,
  })
  const busy = again.isPending || settle.isPending
  return (
    <span className={c.decide}>
      {isTooOld(mail.created_at, now) ? (
        <span className="dim">Too old to send</span>
      ) : mail.state === 'unknown' ? (
        <ConfirmButton
          variant="default"
          size="compact-sm"
          disabled={busy}
          loading={again.isPending}
          question={`${mail.to_name} may have it already, and would then get it twice.`}
          confirmLabel="Send anyway"
          confirmColor="iris"
          onConfirm={() => again.mutate()}
        >
          Send again
        </ConfirmButton>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          Send again
        </Button>
      )}
      <Button
        variant="default"
        size="compact-sm"
        disabled={busy}
        loading={settle.isPending}
        onClick={() => settle.mutate()}
      >
        Settle
      </Button>
    </span>
  )
}
