import { IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { waitingMailQuery } from './queries'

/** Mail that is written and not sent yet; nothing piles up unseen. Hidden while none waits. */
export function MailCard() {
  const mail = useQuery(waitingMailQuery)
  if (mail.isError && !mail.data) {
    return (
      <SettingsCard title="Mail">
        <ErrorState error={mail.error} onRetry={() => void mail.refetch()} />
      </SettingsCard>
    )
  }
  if (!mail.data || mail.data.total === 0) return null
  const { data, total } = mail.data
  return (
    <SettingsCard title={`Waiting for mail: ${total.toLocaleString('en-US')}`}>
      <p className="dim" style={{ margin: '0 0 10px', fontSize: 13 }}>
        Written and not sent yet: it is tried again by itself. The same news is in each member’s bell.
      </p>
      <div className={c.scrollX}>
        <table className={c.table}>
          <thead>
            <tr>
              <th>Subject</th>
              <th>To</th>
              <th>Waits since</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={one.id}>
                <td>
                  <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
                    <IconMail size={15} stroke={1.6} aria-hidden />
                    {one.subject}
                  </span>
                </td>
                <td>{one.to_name}</td>
                <td>
                  <RelativeTime at={one.created_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > data.length && (
        <p className="dim num" style={{ margin: '10px 0 0', fontSize: 13 }}>
          The oldest {data.length} of {total.toLocaleString('en-US')}.
        </p>
      )}
    </SettingsCard>
  )
}
