import { NumberInput } from '@mantine/core'
import { useState } from 'react'

/** More than this would be no cap. */
const MOST = 100

interface Props {
  label: string
  description: string
  least: number
  value: number
  error: string | undefined
  onChange: (value: number) => void
}

/** How often at most. Emptied it keeps its number, which is there again when the field is left. */
export function CapField({ label, description, least, value, error, onChange }: Props) {
  const [emptied, setEmptied] = useState(false)
  return (
    <NumberInput
      label={label}
      description={description}
      min={least}
      max={MOST}
      allowDecimal={false}
      clampBehavior="blur"
      maw={220}
      styles={{ label: { whiteSpace: 'nowrap' }, description: { whiteSpace: 'nowrap' } }}
      value={emptied ? '' : value}
      error={error}
      onChange={(typed) => {
        setEmptied(typed === '')
        if (typeof typed === 'number') onChange(typed)
      }}
      onBlur={() => setEmptied(false)}
    />
  )
}
