import { useQuery } from '@tanstack/react-query'
import { unknownCallsQuery } from '@/features/phone/queries'
import { formatPhone } from '@/lib/phone'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'

/** Calls that broke off while they were placed. They are never repeated by themselves; somebody must look. */
export function UnknownCalls() {
  const { data = [], isError, error, refetch } = useQuery(unknownCallsQuery)
  if (isError) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data.length === 0) return null
  return (
    <SettingsCard
      title="Calls that need a person"
      text="The telephone company did not say whether it placed them. Look into its log before you call again."
    >
      <table className={c.table}>
        <tbody>
          {data.map((call) => (
            <tr key={call.call_sid}>
              <td>
                <span className={c.person}>
                  <span>
                    <strong>{call.name || formatPhone(call.number)}</strong>
                    <small className="num">{formatPhone(call.number)}</small>
                  </span>
                </span>
              </td>
              <td className="dim">{call.via === 'browser' ? 'From a browser' : 'From an own telephone'}</td>
              <td className="dim">
                <RelativeTime at={call.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </SettingsCard>
  )
}
