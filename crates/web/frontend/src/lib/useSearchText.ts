import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'

/** Short enough to feel at once, long enough not to ask for every letter. */
const SETTLES_MS = 250

/**
 * The words of a search field that apply by themselves shortly after the last key and come back from elsewhere, such as the
 * address. `onChange` gets them without the spaces around them.
 */
export function useSearchText(value: string, onChange: (text: string) => void) {
  const [text, setText] = useState(value)
  const applied = useRef(value)
  const apply = (next: string) => {
    applied.current = next
    onChange(next)
  }
  const later = useDebouncedCallback(apply, SETTLES_MS)
  const forget = useRef(later.cancel)
  forget.current = later.cancel
  useEffect(() => {
    // What was applied from here comes back while the person types on, and must not take the newer letters away.
    if (value === applied.current) return
    applied.current = value
    forget.current()
    setText(value)
  }, [value])
  return {
    text,
    type: (next: string) => {
      setText(next)
      later(next.trim())
    },
    clear: () => {
      setText('')
      later.cancel()
      apply('')
    },
  }
}
