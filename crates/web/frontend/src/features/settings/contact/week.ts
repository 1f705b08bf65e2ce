import type { ContactSettings, TimeBlock } from '@/api/types'
import { minutesOf } from '../hours/hours'

export type ContactWeek = ContactSettings['courtesy_hours']
export type WeekPart = keyof ContactWeek

export const PARTS: readonly { part: WeekPart; name: string }[] = [
  { part: 'weekdays', name: 'Monday to Friday' },
  { part: 'saturday', name: 'Saturday' },
  { part: 'sunday', name: 'Sunday' },
]

/** What is wrong with a span; undefined when it may be saved. */
export function spanProblem({ open, close }: TimeBlock): string | undefined {
  const from = minutesOf(open)
  const until = minutesOf(close)
  if (from === null || until === null) return 'Enter both times'
  return until <= from ? 'Ends before it begins' : undefined
}

/** The first part of a week with something wrong, as people say it. */
export function weekProblem(label: string, week: ContactWeek): string | undefined {
  const wrong = PARTS.find(({ part }) => {
    const span = week[part]
    return span !== undefined && spanProblem(span) !== undefined
  })
  return wrong && `${label} of ${wrong.name} need another look.`
}
