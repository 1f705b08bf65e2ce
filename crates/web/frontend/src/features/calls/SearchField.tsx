import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useSearchText } from '@/lib/useSearchText'
import c from './filters.module.css'

/** The server's index holds fragments of three characters. */
const LEAST = 3

interface Props {
  value: string | undefined
  onChange: (search: string | undefined) => void
  inputRef: RefObject<HTMLInputElement | null>
}

/** Searches number, name and note; applies by itself shortly after the last key. */
export function SearchField({ value, onChange, inputRef }: Props) {
  const { text, type, clear } = useSearchText(value ?? '', (next) => {
    if (next.length >= LEAST) onChange(next)
    else if (next === '') onChange(undefined)
  })
  const short = text.trim().length > 0 && text.trim().length < LEAST
  return (
    <TextInput
      ref={inputRef}
      className={c.search ?? ''}
      aria-label="Search calls"
      aria-describedby={short ? 'search-hint' : undefined}
      placeholder="Number, name or note"
      leftSection={<IconSearch size={14} />}
      rightSection={
        short ? (
          <span id="search-hint" className={c.hint}>
            {LEAST - text.trim().length} more
          </span>
        ) : text ? (
          <CloseButton size="xs" aria-label="Clear the search" onClick={clear} />
        ) : undefined
      }
      rightSectionWidth={short ? 56 : 30}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
