import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { BusinessHours } from '@/api/types'
import { useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { hoursQuery } from '../queries'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { ExceptionsEditor } from './ExceptionsEditor'
import { HolidaysEditor } from './HolidaysEditor'
import { blockProblems, DAYS, weeklyMinutes } from './hours'
import { OpeningPreview } from './OpeningPreview'
import { WeekEditor } from './WeekEditor'

/** When clocks count: the week, dated exceptions, holidays, and the zone in which all of it is meant. */
export default function HoursSection() {
  const query = useQuery(hoursQuery)
  return <Loaded query={query}>{(hours) => <Editor hours={hours} />}</Loaded>
}

function Editor({ hours }: { hours: BusinessHours }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const document = useDocument({
    current: hours,
    versionOf: (current) => current.version,
    send: async (draft, version) => {
      const saved = await dataOf(
        api.POST('/settings/business-hours', {
          params: { header: { 'If-Match': `"${version}"` } },
          body: draft,
        }),
      )
      client.setQueryData(hoursQuery.queryKey, saved)
      return saved
    },
    reload: () => client.fetchQuery({ ...hoursQuery, staleTime: 0 }),
    onSaved: () => toast('Business hours saved'),
  })
  const { draft, change } = document
  const total = weeklyMinutes(draft) / 60
  return (
    <>
      <SectionFrame
        title="Business hours"
        text="Promises are counted in these hours. What comes in outside of them is due after the next opening."
        locked={mayEdit ? undefined : 'Only admins change business hours.'}
      >
        <OpeningPreview hours={draft} />
        <SettingsCard
          title="Week"
          text={`${Number(total.toFixed(2)).toLocaleString('en-US')} hours in a normal week`}
          aside={
            <span className={c.zone}>
              Times in {draft.time_zone}
              <Link to="/settings/$section" params={{ section: 'workspace' }}>
                Change
              </Link>
            </span>
          }
        >
          <WeekEditor hours={draft} onChange={change} errorOf={document.fieldError} />
        </SettingsCard>
        <SettingsCard
          title="Exceptions"
          text="A single day that is different: closed, or open at other times."
        >
          <ExceptionsEditor hours={draft} onChange={change} errorOf={document.fieldError} />
        </SettingsCard>
        <SettingsCard
          title="Holidays"
          text="Closed all day where switched on. An exception on the same date goes first."
        >
          <HolidaysEditor hours={draft} onChange={change} errorOf={document.fieldError} />
        </SettingsCard>
      </SectionFrame>
      <EditBar document={document} problem={problemOf(draft)} saveLabel="Save hours" />
    </>
  )
}

function problemOf(hours: BusinessHours): string | undefined {
  const wrongDay = DAYS.find((day) => blockProblems(hours.weekly[day.key] ?? []).length > 0)
  if (wrongDay) return `${wrongDay.label} needs another look.`
  const wrongDate = hours.exceptions.find((one) => one.date === '' || blockProblems(one.blocks).length > 0)
  if (wrongDate)
    return wrongDate.date === ''
      ? 'An exception has no date.'
      : `The exception on ${wrongDate.date} needs another look.`
  return hours.holidays.some((one) => one.name.trim() === '') ? 'A holiday has no name.' : undefined
}
