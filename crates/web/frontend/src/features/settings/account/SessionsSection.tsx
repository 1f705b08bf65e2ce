import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import type { Session } from '@/api/types'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { RelativeTime } from '@/ui/RelativeTime'
import { toast, toastError } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { sessionsQuery } from '../queries'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { deviceOf } from './device'

/** Where one is signed in. */
export default function SessionsSection() {
  const query = useQuery(sessionsQuery)
  return (
    <SectionFrame
      title="Sessions"
      text="The browsers in which you are signed in. Sign out those that you do not know, and change your password."
    >
      <SettingsCard>
        <Loaded query={query}>
          {(sessions) => (
            <div className={c.scrollX}>
              <table className={c.table}>
                <thead>
                  <tr>
                    <th>Browser</th>
                    <th>Signed in</th>
                    <th>Last seen</th>
                    <th>
                      <span className="dim">End</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {sessions.map((session) => (
                    <Row key={session.id} session={session} />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Loaded>
      </SettingsCard>
    </SectionFrame>
  )
}

function Row({ session }: { session: Session }) {
  const client = useQueryClient()
  const device = deviceOf(session.user_agent)
  const Icon = device.phone ? IconDeviceMobile : IconDeviceDesktop
  const end = useMutation({
    mutationFn: () => api.DELETE('/auth/sessions/{id}', { params: { path: { id: session.id } } }),
    onSuccess: () => toast('Signed out there'),
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
  return (
    <tr>
      <td>
        <span className={c.person}>
          <Icon size={20} stroke={1.5} aria-hidden />
          <span>
            <strong>{device.name}</strong>
            {session.current && <small>This browser</small>}
          </span>
        </span>
      </td>
      <td>
        <RelativeTime at={session.created_at} />
      </td>
      <td>
        <RelativeTime at={session.last_seen_at} />
      </td>
      <td>
        {session.current ? (
          <span className="dim">now</span>
        ) : (
          <ConfirmButton
            variant="default"
            size="compact-sm"
            question="That browser has to sign in again."
            confirmLabel="Sign out"
            onConfirm={() => end.mutate()}
          >
            Sign out
          </ConfirmButton>
        )}
      </td>
    </tr>
  )
}
