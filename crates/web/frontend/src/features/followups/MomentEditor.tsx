import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { parseWhen } from '@/lib/when'
import { useZone } from '@/lib/zone'
import { DateTimePresets } from '@/ui/DateTimePresets'
import { WhenField } from '@/ui/WhenField'

interface Props {
  /** The moment so far, for the calendar. */
  from: string | undefined
  onSave: (iso: string) => void
  onCancel: () => void
}

/** A new moment: in words, by a preset, or from the calendar. */
export function MomentEditor({ from, onSave, onCancel }: Props) {
  const zone = useZone()
  const [words, setWords] = useState('')
  const [picked, setPicked] = useState(from)
  const spoken = parseWhen(words, Date.now(), zone)
  const chosen = spoken !== null ? new Date(spoken).toISOString() : words.trim() === '' ? picked : undefined
  const past = chosen !== undefined && Date.parse(chosen) <= Date.now()
  const ready = chosen !== undefined && chosen !== from && !past
  const save = () => ready && onSave(chosen)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <WhenField first label="New time" value={words} onChange={setWords} onSubmit={save} />
      <DateTimePresets
        label="Or from the calendar"
        presets={false}
        value={picked}
        onChange={(iso) => {
          setPicked(iso)
          setWords('')
        }}
        error={past && picked !== from ? 'This is past' : undefined}
      />
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button disabled={!ready} onClick={save}>
          Move it
        </Button>
      </Group>
    </div>
  )
}
