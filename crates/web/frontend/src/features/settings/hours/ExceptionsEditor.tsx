import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { dayKey } from '@/lib/time'
import c from '../settings.module.css'
import { BlocksEditor } from './BlocksEditor'
import { nextBlock } from './hours'
import type { HoursEditorProps } from './WeekEditor'

/** Single days that do not follow the week. */
export function ExceptionsEditor({ hours, onChange, errorOf }: HoursEditorProps) {
  type Exception = (typeof hours.exceptions)[number]
  const set = (index: number, part: Partial<Exception>) =>
    onChange({
      ...hours,
      exceptions: hours.exceptions.map((one, at) => (at === index ? { ...one, ...part } : one)),
    })
  const add = () =>
    onChange({
      ...hours,
      exceptions: [...hours.exceptions, { date: dayKey(Date.now(), hours.time_zone), name: '', blocks: [] }],
    })
  return (
    <>
      {hours.exceptions.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: exceptions have no identity but their place
        <div key={index} className={c.line}>
          <DateInput
            aria-label={`Date of exception ${index + 1}`}
            valueFormat="ddd, MMM D, YYYY"
            value={one.date || null}
            onChange={(date) => set(index, { date: date ?? '' })}
            error={errorOf(`exceptions.${index}.date`)}
          />
          <TextInput
            aria-label={`Name of exception ${index + 1}`}
            placeholder="Inventory, storm service"
            value={one.name}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
            error={errorOf(`exceptions.${index}.name`)}
          />
          <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
            <SegmentedControl
              aria-label={`Exception ${index + 1} is`}
              data={[
                { value: 'closed', label: 'Closed' },
                { value: 'open', label: 'Open' },
              ]}
              value={one.blocks.length === 0 ? 'closed' : 'open'}
              onChange={(value) =>
                set(index, { blocks: value === 'open' ? [{ open: '08:00', close: '17:00' }] : [] })
              }
            />
            {one.blocks.length > 0 && (
              <>
                <BlocksEditor
                  name={`Exception ${index + 1}`}
                  blocks={one.blocks}
                  onChange={(blocks) => set(index, { blocks })}
                  errorOf={(at) =>
                    errorOf(`exceptions.${index}.blocks.${at}.close`) ??
                    errorOf(`exceptions.${index}.blocks.${at}`)
                  }
                />
                <ActionIcon
                  aria-label={`Add hours to exception ${index + 1}`}
                  onClick={() => {
                    const next = nextBlock(one.blocks)
                    if (next) set(index, { blocks: [...one.blocks, next] })
                  }}
                >
                  <IconPlus size={16} />
                </ActionIcon>
              </>
            )}
          </div>
          <ActionIcon
            aria-label={`Remove exception ${index + 1}`}
            onClick={() =>
              onChange({ ...hours, exceptions: hours.exceptions.filter((_, at) => at !== index) })
            }
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      {hours.exceptions.length === 0 && <p className={c.quiet}>No exceptions.</p>}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add}>
        Add an exception
      </Button>
    </>
  )
}
