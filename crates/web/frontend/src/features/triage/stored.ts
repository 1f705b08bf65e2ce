import { useCallback, useState } from 'react'

/**
 * State that survives a reload of the browser tab and ends with it. A full or forbidden store only means that it does
 * not survive.
 */
export function useStored<T>(key: string, fallback: T): [T, (next: T | ((before: T) => T)) => void] {
  const [held, setHeld] = useState(() => ({ key, value: read(key, fallback) }))
  const value = held.key === key ? held.value : read(key, fallback)
  const write = useCallback(
    (next: T | ((before: T) => T)) => {
      setHeld((before) => {
        const current = before.key === key ? before.value : read(key, fallback)
        const changed = typeof next === 'function' ? (next as (before: T) => T)(current) : next
        save(key, changed)
        return { key, value: changed }
      })
    },
    [key, fallback],
  )
  return [value, write]
}

function read<T>(key: string, fallback: T): T {
  try {
    const text = sessionStorage.getItem(key)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

function save(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Private mode: the copy in memory carries on until the page is closed.
  }
}

/** Removes what was kept under a key. */
export function forget(key: string): void {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}
