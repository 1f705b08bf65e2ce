import { ActionIcon, Button, Switch, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { DAY, dayKey, formatFull } from '@/lib/time'
import c from '../settings.module.css'
import { ruleDate } from './hours'
import type { HoursEditorProps } from './WeekEditor'

/** Days off that come every year, or once; each can be switched off without being forgotten. */
export function HolidaysEditor({ hours, onChange, errorOf }: HoursEditorProps) {
  type Holiday = (typeof hours.holidays)[number]
  const set = (index: number, part: Partial<Holiday>) =>
    onChange({
      ...hours,
      holidays: hours.holidays.map((one, at) => (at === index ? { ...one, ...part } : one)),
    })
  const add = () =>
    onChange({
      ...hours,
      holidays: [
        ...hours.holidays,
        { date: dayKey(Date.now() + DAY, hours.time_zone), name: '', enabled: true },
      ],
    })
  return (
    <div>
      {hours.holidays.map((holiday, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: holidays have no identity but their place
        <div key={index} className={c.holiday}>
          <Switch
            aria-label={`Closed on ${holiday.name || `holiday ${index + 1}`}`}
            checked={holiday.enabled}
            onChange={(event) => set(index, { enabled: event.currentTarget.checked })}
          />
          {holiday.rule ? (
            <span>{holiday.name}</span>
          ) : (
            <TextInput
              aria-label={`Name of holiday ${index + 1}`}
              placeholder="Name"
              value={holiday.name}
              error={errorOf(`holidays.${index}.name`)}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
            />
          )}
          {holiday.rule ? (
            <span className="dim num">{nextDate(holiday.rule, hours.time_zone)}</span>
          ) : (
            <DateInput
              aria-label={`Date of holiday ${index + 1}`}
              valueFormat="ddd, MMM D, YYYY"
              value={holiday.date ?? null}
              onChange={(date) => date && set(index, { date })}
              error={errorOf(`holidays.${index}.date`)}
              w={160}
            />
          )}
          <ActionIcon
            aria-label={`Remove ${holiday.name || `holiday ${index + 1}`}`}
            onClick={() => onChange({ ...hours, holidays: hours.holidays.filter((_, at) => at !== index) })}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add} mt={8}>
        Add a holiday
      </Button>
    </div>
  )
}

/** The next date of a yearly rule, in words. */
function nextDate(rule: string, zone: string): string {
  const today = dayKey(Date.now(), zone)
  const year = Number(today.slice(0, 4))
  const date = [year, year + 1].map((one) => ruleDate(rule, one)).find((one) => one !== null && one >= today)
  return date ? formatFull(`${date}T12:00:00Z`, 'UTC').replace(/, [^,]*$/, '') : 'Every year'
}
