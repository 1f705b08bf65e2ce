import { IconMicrophoneOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Line } from '@/api/types'
import type { Period } from '@/features/reports/queries'
import { EmptyState } from '@/ui/EmptyState'
import { StatusDot } from '@/ui/StatusDot'
import { SettingsCard } from '../SectionFrame'
import c from './compliance.module.css'
import { FigureCard } from './FigureCard'
import { announcementsInWords, consentFigures, recordingFigures } from './figures'
import { LinesCard } from './LinesCard'
import { OfPeriod } from './OfPeriod'
import { recordingReportQuery } from './queries'

/** What callers said of being recorded, what was recorded, and which lines announce it. */
export function RecordingReport({ period }: { period: Period }) {
  const query = useQuery(recordingReportQuery(period))
  return (
    <>
      <OfPeriod query={query}>
        {({ figures, from, to }) =>
          figures.answered === 0 ? (
            <SettingsCard>
              <EmptyState title="No conversations in these days" icon={IconMicrophoneOff}>
                Choose more of them. A conversation is a call that somebody answered.
              </EmptyState>
            </SettingsCard>
          ) : (
            <>
              <FigureCard
                title="Consent"
                text="What the conversations of these days say of it."
                figures={consentFigures(figures)}
              />
              <FigureCard
                title="Recordings"
                text="Of the conversations of these days."
                aside={
                  <Link className={c.act} to="/calls" search={{ from, to, has_recording: true }}>
                    Open the recorded calls
                  </Link>
                }
                figures={recordingFigures(figures)}
              />
            </>
          )
        }
      </OfPeriod>
      <LinesCard
        title="Announcements now"
        about={['Recording', 'What callers hear']}
        words={announcementsInWords}
        of={announcement}
      />
    </>
  )
}

function announcement({ notice }: Line) {
  return notice === undefined
    ? {
        state: <StatusDot tone="mute">Not recorded</StatusDot>,
        meaning: 'Only voicemails are recorded, and they announce themselves.',
      }
    : { state: <StatusDot tone="info">Recorded, announced</StatusDot>, meaning: `“${notice}”` }
}
