import { useQuery } from '@tanstack/react-query'
import { linesQuery, stationQuery } from '@/features/phone/queries'
import { SettingsCard } from '../SectionFrame'
import k from './check.module.css'

/** From nothing to a desk that rings; gone once there are a telephone company and a line. */
export function FirstSteps() {
  const station = useQuery(stationQuery)
  const lines = useQuery(linesQuery)
  if (!station.data || !lines.data) return null
  if (station.data.provider !== undefined && lines.data.length > 0) return null
  return (
    <SettingsCard title="First steps">
      <ol className={k.steps}>
        <li>
          Whoever runs the server sets the keys of the telephone company in its environment and starts it
          anew.
        </li>
        <li>The server gets an https address, which is CALLBOARD_PUBLIC_URL.</li>
        <li>Enter the addresses of this page at each number of the company, and add the number as a line.</li>
        <li>Check the connection.</li>
      </ol>
    </SettingsCard>
  )
}
