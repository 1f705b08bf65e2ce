import { Button, Group, Popover, SegmentedControl } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { RANGE_PRESETS, type RangePreset } from '@/lib/presets'
import { dayKey, formatDay, MINUTE, wholeDays } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { SkeletonRows } from '@/ui/SkeletonRows'
import c from './filters.module.css'
import type { CallFilters } from './search'

/** Calendars are large and seldom opened. */
const RangeCalendar = lazy(() => import('@/ui/RangeCalendar'))

interface Props {
  filters: CallFilters
  onChange: (filters: CallFilters) => void
}

/** When the calls rang: four presets and a calendar, in days of the workspace. */
export function DateFilter({ filters, onChange }: Props) {
  const { period, from: _from, to: _to, ...rest } = filters
  // The address keeps the word, so that "today" is another day tomorrow, here and in a saved view.
  const choose = (value: string) =>
    onChange(value === 'all' ? rest : { ...rest, period: value as RangePreset })
  return (
    <Group gap={6} className={c.dates ?? ''}>
      <SegmentedControl
        aria-label="Date"
        value={period ?? (filters.from || filters.to ? 'custom' : 'all')}
        onChange={choose}
        data={[
          { value: 'all', label: 'All' },
          ...RANGE_PRESETS.map(({ key, label }) => ({ value: key, label })),
        ]}
      />
      <CustomRange filters={filters} custom={period === undefined} onChange={onChange} />
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
    const { period: _period, from: _from, to: _to, ...rest } = filters
    onChange({ ...rest, ...wholeDays(first, last, zone) })
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
        <Suspense fallback={<SkeletonRows rows={7} height={36} />}>
          <RangeCalendar value={picked} onChange={pick} maxDate={dayKey(Date.now(), zone)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}

function rangeText({ from, to }: CallFilters, zone: string): string {
  const last = to === undefined ? 'today' : formatDay(new Date(to).getTime() - MINUTE, zone)
  return from === undefined ? `until ${last}` : `${formatDay(from, zone)} to ${last}`
}
