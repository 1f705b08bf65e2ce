import { useCallback, useSyncExternalStore } from 'react'

/**
 * Choices of one person on one browser (row density, column widths, single keys on or off).
 * Kept in localStorage, shared by all open tabs, and never a reason to fail: a full or forbidden store just
 * means that the choice lasts until the page is closed.
 */
const prefix = 'callboard.'
const memory = new Map<string, string>()
const listeners = new Set<() => void>()

function readRaw(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key) ?? memory.get(key) ?? null
  } catch {
    return memory.get(key) ?? null
  }
}

export function readPreference<T>(key: string, fallback: T): T {
  const raw = readRaw(key)
  return raw === null ? fallback : parse(raw, fallback)
}

function parse<T>(raw: string, fallback: T): T {
  try {
    return JSON.parse(raw) as T
  } catch {
    return fallback
  }
}

export function writePreference<T>(key: string, value: T): void {
  const raw = JSON.stringify(value)
  memory.set(key, raw)
  try {
    localStorage.setItem(prefix + key, raw)
  } catch {
    // Private mode or a full store: the copy in memory carries on.
  }
  for (const notify of listeners) notify()
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify)
  window.addEventListener('storage', notify)
  return () => {
    listeners.delete(notify)
    window.removeEventListener('storage', notify)
  }
}

/** Like useState, but remembered. `fallback` must keep its identity between renders when it is an object. */
export function usePreference<T>(key: string, fallback: T): [T, (value: T) => void] {
  const raw = useSyncExternalStore(
    subscribe,
    () => readRaw(key),
    () => null,
  )
  const value = raw === null ? fallback : parseCached(key, raw, fallback)
  const write = useCallback((next: T) => writePreference(key, next), [key])
  return [value, write]
}

/** Parsed once per stored text, so that objects keep their identity and effects do not run again. */
const parsed = new Map<string, { raw: string; value: unknown }>()
function parseCached<T>(key: string, raw: string, fallback: T): T {
  const hit = parsed.get(key)
  if (hit?.raw === raw) return hit.value as T
  const value = parse(raw, fallback)
  parsed.set(key, { raw, value })
  return value
}
