import { Button, Group, Popover, SegmentedControl } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import { useNow } from '@/lib/now'
import { RANGE_PRESETS, type RangePreset, rangeOf } from '@/lib/presets'
import { dayKey, formatDay, instantOf, MINUTE, startOfDay } from '@/lib/time'
import { useZone } from '@/lib/zone'
import c from './filters.module.css'
import type { CallFilters } from './search'

interface Props {
  filters: CallFilters
  onChange: (filters: CallFilters) => void
}

/** When the calls rang: four presets and a calendar, in days of the workspace. */
export function DateFilter({ filters, onChange }: Props) {
  const zone = useZone()
  const now = useNow('slow')
  const { from: _from, to: _to, ...rest } = filters
  const preset = presetOf(filters, now, zone)
  const choose = (value: string) => {
    if (value === 'all') return onChange(rest)
    const { from, to } = rangeOf(value as RangePreset, Date.now(), zone)
    onChange({ ...rest, from: iso(from), ...(to === undefined ? {} : { to: iso(to) }) })
  }
  return (
    <Group gap={6} className={c.dates ?? ''}>
      <SegmentedControl
        aria-label="Date"
        value={preset ?? (filters.from || filters.to ? 'custom' : 'all')}
        onChange={choose}
        data={[
          { value: 'all', label: 'All' },
          ...RANGE_PRESETS.map(({ key, label }) => ({ value: key, label })),
        ]}
      />
      <CustomRange filters={filters} custom={preset === undefined} onChange={onChange} />
    </Group>
  )
}

function CustomRange({ filters, custom, onChange }: Props & { custom: boolean }) {
  const zone = useZone()
  const [opened, setOpened] = useState(false)
  const [picked, setPicked] = useState<[string | null, string | null]>([null, null])
  const active = custom && (filters.from !== undefined || filters.to !== undefined)
  const pick = (range: [string | null, string | null]) => {
    setPicked(range)
    const [first, last] = range
    if (first === null || last === null) return
    const { from: _from, to: _to, ...rest } = filters
    // The last day counts in full: up to the midnight that follows it.
    const to = startOfDay(dayStart(last, zone) + 12 * 60 * MINUTE, zone, 1)
    onChange({ ...rest, from: iso(dayStart(first, zone)), to: iso(to) })
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={active ? 'light' : 'default'}
          leftSection={<IconCalendar size={14} />}
          onClick={() => setOpened((shown) => !shown)}
        >
          {active ? rangeText(filters, zone) : 'Custom'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose dates">
        <DatePicker
          type="range"
          value={picked}
          onChange={pick}
          allowSingleDateInRange
          maxDate={dayKey(Date.now(), zone)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function rangeText({ from, to }: CallFilters, zone: string): string {
  const last = to === undefined ? 'today' : formatDay(new Date(to).getTime() - MINUTE, zone)
  return from === undefined ? `until ${last}` : `${formatDay(from, zone)} to ${last}`
}

function presetOf(filters: CallFilters, now: number, zone: string): RangePreset | undefined {
  return RANGE_PRESETS.find(({ key }) => {
    const { from, to } = rangeOf(key, now, zone)
    return filters.from === iso(from) && filters.to === (to === undefined ? undefined : iso(to))
  })?.key
}

function dayStart(day: string, zone: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return instantOf({ year, month, day: date, hour: 0, minute: 0 }, zone)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
