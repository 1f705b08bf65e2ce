import { Button, Group } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { FOLLOW_UP_PRESETS } from '@/lib/presets'
import { instantOf, wallTime } from '@/lib/time'
import { useZone } from '@/lib/zone'

interface Props {
  /** The chosen instant, ISO; none yet when undefined. */
  value: string | undefined
  onChange: (iso: string | undefined) => void
  label?: string
  required?: boolean
  error?: string | undefined
  /** The three buttons; leave them out where something else offers them. */
  presets?: boolean
}

/** Picks a moment: three presets and a calendar, all in the workspace's time zone. */
export function DateTimePresets({
  value,
  onChange,
  label = 'Due',
  required = false,
  error,
  presets = true,
}: Props) {
  const zone = useZone()
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <DateTimePicker
        label={label}
        withAsterisk={required}
        error={error}
        placeholder="Pick a date and time"
        valueFormat="ddd, MMM D, h:mm A"
        value={value ? toPicker(value, zone) : null}
        onChange={(picked) => onChange(picked ? fromPicker(picked, zone) : undefined)}
        clearable
        timePickerProps={{ format: '12h', withDropdown: true, popoverProps: { withinPortal: false } }}
        popoverProps={{ withinPortal: true }}
      />
      {presets && (
        <Group gap={6}>
          {FOLLOW_UP_PRESETS.map((preset) => (
            <Button
              key={preset.key}
              variant="default"
              size="compact-xs"
              onClick={() => onChange(new Date(preset.at(Date.now(), zone)).toISOString())}
            >
              {preset.label}
            </Button>
          ))}
        </Group>
      )}
    </div>
  )
}

/** The picker speaks wall time ("2026-11-22 09:00:00") and knows no zones. */
function toPicker(iso: string, zone: string): string {
  const { year, month, day, hour, minute } = wallTime(new Date(iso).getTime(), zone)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${year}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:00`
}

function fromPicker(text: string, zone: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})/.exec(text)
  if (!match) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1).map(Number)
  return new Date(instantOf({ year, month, day, hour, minute }, zone)).toISOString()
}
