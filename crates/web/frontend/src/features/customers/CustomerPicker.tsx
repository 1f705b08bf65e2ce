import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CustomerRow } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { Avatar } from '@/ui/Avatar'
import c from './customers.module.css'
import { customerSearchQuery, LEAST_LETTERS } from './queries'

interface Props {
  label: string
  value: { id: string; name: string } | null
  onChange: (customer: { id: string; name: string } | null) => void
  required?: boolean
  error?: string | undefined
}

/** Finds one customer by name or by any part of a number. */
export function CustomerPicker({ label, value, onChange, required = false, error }: Props) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 200)
  const found = useQuery(customerSearchQuery(search))
  const pick = (customer: CustomerRow | undefined) => {
    if (!customer) return
    onChange({ id: customer.id, name: customer.name })
    setText('')
    combobox.closeDropdown()
  }
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => pick(found.data?.find((customer) => customer.id === id))}
      withinPortal
    >
      <Combobox.Target>
        <TextInput
          label={label}
          withAsterisk={required}
          error={error}
          placeholder="A name or any part of a number"
          value={value?.name ?? text}
          onChange={(event) => {
            if (value) onChange(null)
            setText(event.currentTarget.value)
            combobox.openDropdown()
            combobox.selectFirstOption()
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          rightSection={found.isFetching ? <Loader size={14} /> : null}
          autoComplete="off"
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim().length < LEAST_LETTERS}>
        <Combobox.Options aria-label="Customers">
          {found.data?.map((customer) => (
            <Combobox.Option key={customer.id} value={customer.id}>
              <CustomerLine customer={customer} />
            </Combobox.Option>
          ))}
          {found.isSuccess && found.data.length === 0 && <Combobox.Empty>Nobody found</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

/** A customer as a suggestion: name over number and town. */
export function CustomerLine({ customer }: { customer: CustomerRow }) {
  const phone = customer.phones.find((candidate) => candidate.primary) ?? customer.phones[0]
  return (
    <span className={c.line}>
      <Avatar name={customer.name} size={26} />
      <span className={c.lineText}>
        <strong>{customer.name}</strong>
        <span className="dim num">
          {[formatPhone(phone?.number), customer.city].filter(Boolean).join(' · ')}
        </span>
      </span>
    </span>
  )
}
