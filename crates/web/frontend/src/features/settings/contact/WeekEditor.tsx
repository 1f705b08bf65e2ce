import { Switch, TextInput } from '@mantine/core'
import c from '../settings.module.css'
import { type ContactWeek, PARTS, spanProblem, type WeekPart } from './week'
import w from './week.module.css'

/** What a day begins with when it is switched on. */
const OFFERED = { open: '10:00', close: '18:00' }

interface Props {
  /** What the hours are, for labels. */
  label: string
  week: ContactWeek
  onChange: (week: ContactWeek) => void
  /** What the server says of a part. */
  errorOf: (part: WeekPart) => string | undefined
}

/** One span for weekdays, Saturday and Sunday each. Midnight as an end is 24:00 in the API and 00:00 in the browser's field. */
export function WeekEditor({ label, week, onChange, errorOf }: Props) {
  return (
    <div className={w.week} role="group" aria-label={label}>
      {PARTS.map(({ part, name }) => {
        const hours = week[part]
        const error = (hours && spanProblem(hours)) ?? errorOf(part)
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
                  error={error}
                  errorProps={{ display: 'none' }}
                  onChange={(event) =>
                    onChange({ ...week, [part]: { ...hours, open: event.currentTarget.value } })
                  }
                />
                <span>to</span>
                <TextInput
                  type="time"
                  aria-label={`${label}, ${name}, until`}
                  value={hours.close === '24:00' ? '00:00' : hours.close}
                  error={error}
                  errorProps={{ display: 'none' }}
                  onChange={(event) => {
                    const close = event.currentTarget.value
                    onChange({ ...week, [part]: { ...hours, close: close === '00:00' ? '24:00' : close } })
                  }}
                />
                {error && (
                  <p className={c.blockError} aria-hidden>
                    {error}
                  </p>
                )}
              </div>
            ) : (
              <span className={w.closed}>Nobody is contacted</span>
            )}
          </div>
        )
      })}
    </div>
  )
}
