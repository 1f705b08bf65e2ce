import { ActionIcon, Button, Popover, SegmentedControl, Tooltip } from '@mantine/core'
import { IconCalendar, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { dayKey, formatDay, MINUTE, wholeDays } from '@/lib/time'
import { useZone } from '@/lib/zone'
import RangeCalendar from '@/ui/RangeCalendar'
import c from './reports.module.css'
import { PERIODS, type PeriodKey, type ReportsSearch } from './search'

interface Props {
  search: ReportsSearch
  onChange: (search: ReportsSearch) => void
  refreshing: boolean
  onRefresh: () => void
}

/** Which days the report is about. Everything stays in the address. */
export function PeriodPicker({ search, onChange, refreshing, onRefresh }: Props) {
  const { from: _from, to: _to, period: _period, ...rest } = search
  const custom = search.from !== undefined
  return (
    <div className={c.picker}>
      <SegmentedControl
        aria-label="Period"
        value={custom ? 'custom' : (search.period ?? '30d')}
        onChange={(period) => onChange({ ...rest, period: period as PeriodKey })}
        data={PERIODS.map(({ key, label }) => ({ value: key, label }))}
      />
      <CustomPeriod search={search} onPick={(range) => onChange({ ...rest, ...range })} />
      <Tooltip label="Ask again">
        <ActionIcon variant="default" size={30} aria-label="Refresh" loading={refreshing} onClick={onRefresh}>
          <IconRefresh size={15} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

/** Most days of a period; the server refuses more. */
const MOST_DAYS = 366

function CustomPeriod({
  search,
  onPick,
}: {
  search: ReportsSearch
  onPick: (range: { from: string; to: string }) => void
}) {
  const zone = useZone()
  const [opened, setOpened] = useState(false)
  const [picked, setPicked] = useState<[string | null, string | null]>([null, null])
  const [first, last] = picked
  const tooLong = first !== null && last !== null && days(first, last) > MOST_DAYS
  const pick = (range: [string | null, string | null]) => {
    setPicked(range)
    const [start, end] = range
    if (start === null || end === null || days(start, end) > MOST_DAYS) return
    onPick(wholeDays(start, end, zone))
    setOpened(false)
  }
  const { from, to } = search
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={from ? 'light' : 'default'}
          leftSection={<IconCalendar size={14} />}
          onClick={() => setOpened((shown) => !shown)}
        >
          {from && to
            ? `${formatDay(from, zone)} to ${formatDay(new Date(to).getTime() - MINUTE, zone)}`
            : 'Custom'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose days">
        <RangeCalendar value={picked} onChange={pick} maxDate={dayKey(Date.now(), zone)} />
        {tooLong && <p className={c.problem}>A year at most.</p>}
      </Popover.Dropdown>
    </Popover>
  )
}

function days(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1
}
