import { Button, Group, TextInput } from '@mantine/core'
import { type Ref, useId } from 'react'
import { useNow } from '@/lib/now'
import { FOLLOW_UP_PRESETS } from '@/lib/presets'
import { formatFull } from '@/lib/time'
import { parseWhen } from '@/lib/when'
import { useZone } from '@/lib/zone'
import c from './WhenField.module.css'

interface Props {
  /** What the person typed. */
  value: string
  onChange: (text: string) => void
  label?: string
  required?: boolean
  /** What holds while the field is empty, e.g. "in 60 min by the rule". */
  otherwise?: string | undefined
  error?: string | undefined
  inputRef?: Ref<HTMLInputElement>
  onSubmit?: () => void
  /** The first thing to fill in of a dialog. */
  first?: boolean
}

/** A moment in words ("tomorrow 9", "fri pm", "in 2 h"), with what it was understood as, in the workspace's zone. */
export function WhenField({
  value,
  onChange,
  label = 'When',
  required = false,
  otherwise,
  error,
  inputRef,
  onSubmit,
  first = false,
}: Props) {
  const zone = useZone()
  const now = useNow('slow')
  const previewId = useId()
  const at = parseWhen(value, now, zone)
  const unread = value.trim() !== '' && at === null
  return (
    <div className={c.root}>
      <TextInput
        ref={inputRef}
        data-autofocus={first || undefined}
        label={label}
        withAsterisk={required}
        placeholder="tomorrow 9, fri pm, in 2 h"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !onSubmit) return
          event.preventDefault()
          onSubmit()
        }}
        error={unread ? 'Try "tomorrow 9", "fri pm" or "in 2 h", some time ahead' : error}
        aria-describedby={previewId}
        autoComplete="off"
      />
      <div id={previewId} className={c.preview} aria-live="polite">
        {at !== null ? <strong className="num">{formatFull(at, zone, true)}</strong> : !unread && otherwise}
      </div>
      <Group gap={6}>
        {FOLLOW_UP_PRESETS.map((preset) => (
          <Button
            key={preset.key}
            variant="default"
            size="compact-xs"
            onClick={() => onChange(preset.label.toLowerCase())}
          >
            {preset.label}
          </Button>
        ))}
      </Group>
    </div>
  )
}
