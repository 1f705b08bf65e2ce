import { Switch, TextInput } from '@mantine/core'
import type { ContactSettings } from '@/api/types'
import c from '../settings.module.css'
import w from './week.module.css'

type Week = ContactSettings['courtesy_hours']
type Part = keyof Week

const PARTS: readonly { part: Part; name: string }[] = [
  { part: 'weekdays', name: 'Monday to Friday' },
  { part: 'saturday', name: 'Saturday' },
  { part: 'sunday', name: 'Sunday' },
]
/** What a day begins with when it is switched on. */
const OFFERED = { open: '10:00', close: '18:00' }

interface Props {
  /** What the hours are, for labels. */
  label: string
  week: Week
  onChange: (week: Week) => void
  errorOf: (part: Part) => string | undefined
}

/** One span for weekdays, Saturday and Sunday each. Midnight as an end is 24:00 in the API and 00:00 in the browser's field. */
export function WeekEditor({ label, week, onChange, errorOf }: Props) {
  return (
    <div className={w.week} role="group" aria-label={label}>
      {PARTS.map(({ part, name }) => {
        const hours = week[part]
        const error = errorOf(part)
        return (
          <div key={part} className={w.part}>
            <Switch
              label={name}
              checked={hours !== undefined}
              onChange={(event) => {
                const { [part]: _, ...others } = week
                onChange(event.currentTarget.checked ? { ...others, [part]: OFFERED } : others)
              }}
            />
            {hours ? (
              <div className={c.block}>
                <TextInput
                  type="time"
                  aria-label={`${label}, ${name}, from`}
                  value={hours.open}
                  error={error !== undefined}
                  onChange={(event) =>
                    onChange({ ...week, [part]: { ...hours, open: event.currentTarget.value } })
                  }
                />
                <span>to</span>
                <TextInput
                  type="time"
                  aria-label={`${label}, ${name}, until`}
                  value={hours.close === '24:00' ? '00:00' : hours.close}
                  error={error !== undefined}
                  onChange={(event) => {
                    const close = event.currentTarget.value
                    onChange({ ...week, [part]: { ...hours, close: close === '00:00' ? '24:00' : close } })
                  }}
                />
                {error && <p className={c.blockError}>{error}</p>}
              </div>
            ) : (
              <span className={c.closed}>Nobody is contacted</span>
            )}
          </div>
        )
      })}
    </div>
  )
}
