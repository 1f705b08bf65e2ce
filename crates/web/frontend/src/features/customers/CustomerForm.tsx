import {
  Autocomplete,
  Checkbox,
  SegmentedControl,
  Select,
  SimpleGrid,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { ReactNode } from 'react'
import { useCan } from '@/api/session'
import { Emails, Phones, TimeWindows } from './CustomerFormRows'
import c from './customers.module.css'
import type { CustomerFields } from './fields'
import { CHANNEL, CUSTOMER_KIND, CUSTOMER_STATUS, LEAD_SOURCES } from './words'

interface Props {
  value: CustomerFields
  onChange: (fields: CustomerFields) => void
  /** The server's complaint about a field, by its path in the request. */
  errorOf: (path: string) => string | undefined
  /** A customer that does not exist yet: it starts at the name and cannot be marked do-not-contact. */
  fresh?: boolean
}

/** Every field of a customer. */
export function CustomerForm({ value, onChange, errorOf, fresh = false }: Props) {
  const mayLift = useCan('override_do_not_contact')
  const set = (part: Partial<CustomerFields>) => onChange({ ...value, ...part })
  const address = (part: Partial<CustomerFields['address']>) =>
    set({ address: { ...value.address, ...part } })
  return (
    <div className={c.form}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={14} verticalSpacing={12}>
        <TextInput
          label="Name"
          withAsterisk
          data-autofocus={fresh || undefined}
          value={value.name}
          error={errorOf('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
          autoComplete="off"
        />
        <TextInput
          label="Company"
          value={value.company}
          error={errorOf('company')}
          onChange={(event) => set({ company: event.currentTarget.value })}
          autoComplete="off"
        />
        <Field label="Kind">
          <SegmentedControl
            aria-label="Kind"
            data={Object.entries(CUSTOMER_KIND).map(([key, label]) => ({ value: key, label }))}
            value={value.kind}
            onChange={(kind) => set({ kind })}
          />
        </Field>
        <Field label="Status" error={errorOf('status')}>
          <SegmentedControl
            aria-label="Status"
            data={Object.entries(CUSTOMER_STATUS).map(([key, { label }]) => ({ value: key, label }))}
            value={value.status}
            onChange={(status) => set({ status })}
          />
        </Field>
        <Autocomplete
          label="Heard of us by"
          data={LEAD_SOURCES}
          value={value.lead_source}
          error={errorOf('lead_source')}
          onChange={(lead_source) => set({ lead_source })}
        />
        <Select
          label="Prefers"
          placeholder="Not known"
          clearable
          data={Object.entries(CHANNEL).map(([key, label]) => ({ value: key, label }))}
          value={value.preferred_channel || null}
          error={errorOf('preferred_channel')}
          onChange={(channel) => set({ preferred_channel: channel ?? '' })}
        />
      </SimpleGrid>
      {!fresh && (
        <Checkbox
          label="Do not contact"
          description={
            value.do_not_contact && !mayLift
              ? 'Only an owner may lift it'
              : 'Calls and messages are blocked everywhere, by the server too'
          }
          checked={value.do_not_contact}
          error={errorOf('do_not_contact')}
          onChange={(event) => set({ do_not_contact: event.currentTarget.checked })}
        />
      )}
      <Phones value={value.phones} errorOf={errorOf} onChange={(phones) => set({ phones })} />
      <Emails value={value.emails} errorOf={errorOf} onChange={(emails) => set({ emails })} />
      <fieldset className={c.rows}>
        <legend>Address</legend>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={10} verticalSpacing={10}>
          <TextInput
            aria-label="Street"
            placeholder="Street"
            value={value.address.street}
            error={errorOf('address.street')}
            onChange={(event) => address({ street: event.currentTarget.value })}
          />
          <TextInput
            aria-label="Flat, floor, gate"
            placeholder="Flat, floor, gate"
            value={value.address.street2}
            error={errorOf('address.street2')}
            onChange={(event) => address({ street2: event.currentTarget.value })}
          />
          <TextInput
            aria-label="City"
            placeholder="City"
            value={value.address.city}
            error={errorOf('address.city')}
            onChange={(event) => address({ city: event.currentTarget.value })}
          />
          <div className={c.pair}>
            <TextInput
              aria-label="State"
              placeholder="State"
              value={value.address.state}
              error={errorOf('address.state')}
              onChange={(event) => address({ state: event.currentTarget.value })}
            />
            <TextInput
              aria-label="Postal code"
              placeholder="Postal code"
              value={value.address.postal_code}
              error={errorOf('address.postal_code')}
              onChange={(event) => address({ postal_code: event.currentTarget.value })}
            />
          </div>
        </SimpleGrid>
      </fieldset>
      <TimeWindows
        value={value.time_windows}
        errorOf={errorOf}
        onChange={(time_windows) => set({ time_windows })}
      />
      <Textarea
        label="Notes"
        autosize
        minRows={2}
        maxRows={10}
        value={value.notes}
        error={errorOf('notes')}
        onChange={(event) => set({ notes: event.currentTarget.value })}
      />
    </div>
  )
}

function Field({
  label,
  error,
  children,
}: {
  label: string
  error?: string | undefined
  children: ReactNode
}) {
  return (
    <div>
      <div className={c.label}>{label}</div>
      {children}
      {error && <div className={c.error}>{error}</div>}
    </div>
  )
}
