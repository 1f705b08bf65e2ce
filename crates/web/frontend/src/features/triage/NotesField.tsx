import { Textarea } from '@mantine/core'
import type { Ref } from 'react'
import { Kbd } from '@/ui/Kbd'

interface Props {
  value: string
  onChange: (notes: string) => void
  required: boolean
  error: string | undefined
  ref: Ref<HTMLTextAreaElement>
}

/** What is known of the call beyond its facts; the next person reads it. */
export function NotesField({ value, onChange, required, error, ref }: Props) {
  return (
    <Textarea
      ref={ref}
      label={
        <>
          Note&ensp;
          <Kbd keys="n" />
        </>
      }
      aria-label="Note"
      withAsterisk={required}
      placeholder="What the next person must know"
      autosize
      minRows={2}
      maxRows={8}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
