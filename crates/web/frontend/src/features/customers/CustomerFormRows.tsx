import { ActionIcon, Button, Radio, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import c from './customers.module.css'
import type { CustomerFields } from './fields'
import { WEEKDAYS } from './words'

interface RowsProps<Row> {
  value: Row[]
  onChange: (rows: Row[]) => void
  errorOf: (path: string) => string | undefined
}

/** Numbers in any format; one is called first. */
export function Phones({ value, onChange, errorOf }: RowsProps<CustomerFields['phones'][number]>) {
  const set = (index: number, part: Partial<CustomerFields['phones'][number]>) =>
    onChange(value.map((phone, at) => (at === index ? { ...phone, ...part } : phone)))
  return (
    <fieldset className={c.rows}>
      <legend>Phones</legend>
      {value.map((phone, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} className={c.editRow}>
          <TextInput
            aria-label={`Phone ${index + 1}`}
            placeholder="+1 (518) 555-0123"
            type="tel"
            value={phone.number}
            error={errorOf(`phones.${index}.number`) ?? errorOf(`phones.${index}`)}
            onChange={(event) => set(index, { number: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Label of phone ${index + 1}`}
            placeholder="mobile, office"
            value={phone.label}
            error={errorOf(`phones.${index}.label`)}
            onChange={(event) => set(index, { label: event.currentTarget.value })}
          />
          <Radio
            label="First"
            checked={phone.primary}
            onChange={() => onChange(value.map((other, at) => ({ ...other, primary: at === index })))}
          />
          <ActionIcon
            aria-label={`Remove phone ${index + 1}`}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <AddButton
        onClick={() => onChange([...value, { number: '', label: '', primary: value.length === 0 }])}
        text="Add a phone"
      />
    </fieldset>
  )
}

/** E-mail addresses, the first to be used first. */
export function Emails({ value, onChange, errorOf }: RowsProps<string>) {
  return (
    <fieldset className={c.rows}>
      <legend>E-mail addresses</legend>
      {value.map((email, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} className={c.editRow} data-one>
          <TextInput
            aria-label={`E-mail ${index + 1}`}
            type="email"
            value={email}
            error={errorOf(`emails.${index}`) ?? errorOf(`emails.${index}.address`)}
            onChange={(event) => {
              const next = event.currentTarget.value
              onChange(value.map((other, at) => (at === index ? next : other)))
            }}
          />
          <ActionIcon
            aria-label={`Remove e-mail ${index + 1}`}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <AddButton onClick={() => onChange([...value, ''])} text="Add an e-mail address" />
    </fieldset>
  )
}

/** When the customer likes to be reached. */
export function TimeWindows({ value, onChange, errorOf }: RowsProps<CustomerFields['time_windows'][number]>) {
  const set = (index: number, part: Partial<CustomerFields['time_windows'][number]>) =>
    onChange(value.map((window, at) => (at === index ? { ...window, ...part } : window)))
  return (
    <fieldset className={c.rows}>
      <legend>Best reached</legend>
      {value.map((window, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} className={c.editRow} data-times>
          <Select
            aria-label={`Day of window ${index + 1}`}
            allowDeselect={false}
            data={[...WEEKDAYS]}
            value={window.day}
            error={errorOf(`time_windows.${index}.day`)}
            onChange={(day) => day && set(index, { day })}
          />
          <TextInput
            type="time"
            aria-label={`Start of window ${index + 1}`}
            value={window.start}
            error={errorOf(`time_windows.${index}.start`) ?? errorOf(`time_windows.${index}`)}
            onChange={(event) => set(index, { start: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            aria-label={`End of window ${index + 1}`}
            value={window.end}
            error={errorOf(`time_windows.${index}.end`)}
            onChange={(event) => set(index, { end: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={`Remove window ${index + 1}`}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <AddButton
        onClick={() => onChange([...value, { day: 'mon', start: '09:00', end: '17:00' }])}
        text="Add a time"
      />
    </fieldset>
  )
}

function AddButton({ onClick, text }: { onClick: () => void; text: string }) {
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      leftSection={<IconPlus size={13} />}
      onClick={onClick}
      className={c.add ?? ''}
    >
      {text}
    </Button>
  )
}
