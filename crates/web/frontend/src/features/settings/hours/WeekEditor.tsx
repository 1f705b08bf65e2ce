import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconCopy, IconPlus } from '@tabler/icons-react'
import type { BusinessHours, TimeBlock } from '@/api/types'
import c from '../settings.module.css'
import { BlocksEditor } from './BlocksEditor'
import { copyDay, DAYS, type DayKey, nextBlock } from './hours'

export interface HoursEditorProps {
  hours: BusinessHours
  onChange: (hours: BusinessHours) => void
  errorOf: (path: string) => string | undefined
}

const WORKDAYS: readonly DayKey[] = ['mon', 'tue', 'wed', 'thu', 'fri']

/** Seven days with any number of open times each. */
export function WeekEditor({ hours, onChange, errorOf }: HoursEditorProps) {
  const set = (day: DayKey, blocks: TimeBlock[]) =>
    onChange({ ...hours, weekly: { ...hours.weekly, [day]: blocks } })
  return (
    <div>
      {DAYS.map(({ key, label }) => {
        const blocks = hours.weekly[key] ?? []
        const next = nextBlock(blocks)
        return (
          <div key={key} className={c.day}>
            <span className={c.dayName}>{label}</span>
            <BlocksEditor
              name={label}
              blocks={blocks}
              onChange={(changed) => set(key, changed)}
              errorOf={(index) =>
                errorOf(`weekly.${key}.${index}.close`) ?? errorOf(`weekly.${key}.${index}`)
              }
            />
            <span className={c.dayTools}>
              <Tooltip label={blocks.length === 0 ? 'Open on this day' : 'Another block, after a break'}>
                <ActionIcon
                  aria-label={`Add hours on ${label}`}
                  disabled={next === null}
                  onClick={() => next && set(key, [...blocks, next])}
                >
                  <IconPlus size={16} />
                </ActionIcon>
              </Tooltip>
              <CopyMenu day={key} label={label} onCopy={(to) => onChange(copyDay(hours, key, to))} />
            </span>
          </div>
        )
      })}
    </div>
  )
}

function CopyMenu({
  day,
  label,
  onCopy,
}: {
  day: DayKey
  label: string
  onCopy: (to: readonly DayKey[]) => void
}) {
  const others = DAYS.filter((other) => other.key !== day)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Copy the hours of ${label}`}>
          <IconCopy size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Copy {label} to</Menu.Label>
        <Menu.Item onClick={() => onCopy(WORKDAYS.filter((other) => other !== day))}>
          Monday to Friday
        </Menu.Item>
        <Menu.Item onClick={() => onCopy(others.map((other) => other.key))}>Every day</Menu.Item>
        <Menu.Divider />
        {others.map((other) => (
          <Menu.Item key={other.key} onClick={() => onCopy([other.key])}>
            {other.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
