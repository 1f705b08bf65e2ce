import { Button, Checkbox, Group, Modal, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Disposition } from '@/api/types'
import { DIRECTION, DISPOSITION_CLASS, PURPOSE } from '@/lib/words'
import { keyFor } from '../reorder'
import c from '../settings.module.css'
import { effectsOf } from './effects'

interface Props {
  /** Undefined for a new one. */
  rule: Disposition | undefined
  taken: readonly string[]
  position: number
  onClose: () => void
  onSave: (rule: Disposition) => void
}

const FRESH: Omit<Disposition, 'key' | 'position'> = {
  label: '',
  class: 'open',
  requires_note: false,
  requires_follow_up: false,
  clears_value: false,
  marks_do_not_contact: false,
  directions: ['in'],
  purposes: ['inbound'],
  active: true,
  side_effects: [],
}

/** What a result means, asks for and does, told while it is written. */
export function DispositionDialog({ rule, taken, position, onClose, onSave }: Props) {
  const [draft, setDraft] = useState<Disposition>(rule ?? { ...FRESH, key: '', position })
  const [asked, setAsked] = useState(false)
  const set = (part: Partial<Disposition>) => setDraft((before) => ({ ...before, ...part }))
  const effects = effectsOf(draft)
  const named = draft.label.trim() !== ''
  const submit = () => {
    setAsked(true)
    if (!named) return
    const label = draft.label.trim()
    onSave({ ...draft, label, key: draft.key || keyFor(label, taken), side_effects: effects })
  }
  return (
    <Modal opened onClose={onClose} title={rule ? `Edit “${rule.label}”` : 'New disposition'} size="md">
      <form
        style={{ display: 'grid', gap: 14 }}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextInput
          data-autofocus
          label="Label"
          withAsterisk
          maxLength={40}
          value={draft.label}
          error={asked && !named ? 'It needs words on its button' : undefined}
          onChange={(event) => set({ label: event.currentTarget.value })}
        />
        <Select
          label="Class"
          description="What it means for reports and for open follow-ups"
          allowDeselect={false}
          data={Object.entries(DISPOSITION_CLASS).map(([value, { label }]) => ({ value, label }))}
          value={draft.class}
          onChange={(meaning) => meaning && set({ class: meaning as Disposition['class'] })}
        />
        <Group gap={22}>
          <Checkbox
            label="Asks for a note"
            checked={draft.requires_note}
            onChange={(event) => set({ requires_note: event.currentTarget.checked })}
          />
          <Checkbox
            label="Asks for a follow-up"
            checked={draft.requires_follow_up}
            onChange={(event) => set({ requires_follow_up: event.currentTarget.checked })}
          />
        </Group>
        <NumberInput
          label="Follow-up due in"
          description="Used when nobody names a time; empty: somebody must"
          suffix=" min"
          min={1}
          max={40_320}
          allowDecimal={false}
          value={draft.follow_up_minutes ?? ''}
          onChange={(value) => {
            const { follow_up_minutes: _, ...rest } = draft
            setDraft(typeof value === 'number' ? { ...rest, follow_up_minutes: value } : rest)
          }}
        />
        <Group gap={22}>
          <Checkbox
            label="Sets the value to $0"
            checked={draft.clears_value}
            onChange={(event) => set({ clears_value: event.currentTarget.checked })}
          />
          <Checkbox
            label="Marks do-not-contact"
            checked={draft.marks_do_not_contact || draft.class === 'suppress'}
            disabled={draft.class === 'suppress'}
            onChange={(event) => set({ marks_do_not_contact: event.currentTarget.checked })}
          />
        </Group>
        <MultiSelect
          label="Its rules bind calls that are"
          data={Object.entries(DIRECTION).map(([value, label]) => ({ value, label }))}
          value={draft.directions}
          onChange={(directions) => set({ directions: directions as Disposition['directions'] })}
        />
        <MultiSelect
          label="and about"
          data={Object.entries(PURPOSE).map(([value, label]) => ({ value, label }))}
          value={draft.purposes}
          onChange={(purposes) => set({ purposes: purposes as Disposition['purposes'] })}
        />
        <p className={c.effects} aria-live="polite">
          {effects.length === 0 ? 'Saving it only records the outcome.' : `Saving it ${effects.join(', ')}.`}
        </p>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">{rule ? 'Use it' : 'Add it'}</Button>
        </Group>
      </form>
    </Modal>
  )
}
