import { useEffect, useRef, useSyncExternalStore } from 'react'
import { readPreference } from './preferences'

/**
 * Keyboard shortcuts of the page. `keys` is one key ("j", "?", "Escape"), a combination ("mod+k",
 * "shift+x"; mod is Ctrl, or Cmd on a Mac), or a sequence ("g c"). Nothing fires while a person types, except
 * combinations with mod. Single keys can be switched off (WCAG 2.1.4), see SINGLE_KEYS.
 */
export interface Shortcut {
  keys: string
  /** What it does, as the sheet behind "?" prints it. */
  label: string
  /** Heading in the sheet, e.g. "Go to". */
  group: string
  run: (event: KeyboardEvent) => void
  /** Works even while typing; only sensible for combinations with mod and for Escape. */
  whileTyping?: boolean
}

/** Preference that switches single keys on and off. */
export const SINGLE_KEYS = 'single-keys'

const SEQUENCE_WINDOW_MS = 1200

let registered: readonly Shortcut[] = []
const listeners = new Set<() => void>()
let pending: { key: string; at: number } | null = null

function register(list: readonly Shortcut[]): () => void {
  registered = [...registered, ...list]
  notifyAll()
  return () => {
    registered = registered.filter((shortcut) => !list.includes(shortcut))
    notifyAll()
  }
}

function notifyAll() {
  for (const notify of listeners) notify()
}

/** Registers shortcuts while the component is mounted. The list may be new on each render. */
export function useShortcuts(list: readonly Shortcut[], enabled = true): void {
  const latest = useRef(list)
  useEffect(() => {
    latest.current = list
  })
  const signature = list.map((shortcut) => `${shortcut.keys}|${shortcut.label}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list; run is read late
  useEffect(() => {
    if (!enabled) return
    const stable = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }))
    return register(stable)
  }, [signature, enabled])
}

/** All shortcuts that work on the page now, for the sheet. */
export function useRegisteredShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify)
      return () => listeners.delete(notify)
    },
    () => registered,
  )
}

/** Call once, at the top of the app. */
export function useShortcutListener(): void {
  useEffect(() => {
    window.addEventListener('keydown', handle)
    return () => window.removeEventListener('keydown', handle)
  }, [])
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pressed = describeKey(event)
  if (pressed === null) return
  const typing = isTyping(event.target)
  const combination = pressed.includes('mod+')
  const escaping = pressed === 'Escape'
  if (!combination && !escaping && !readPreference(SINGLE_KEYS, true)) return
  if (pressed === 'Enter' && isPressed(event.target)) return
  const found = match(pressed)
  if (!found || (typing && !found.whileTyping)) return
  event.preventDefault()
  found.run(event)
}

/** Later registrations win, so that a drawer's keys shadow those of the list below it. */
function match(pressed: string): Shortcut | undefined {
  const last = pending !== null && Date.now() - pending.at < SEQUENCE_WINDOW_MS ? pending.key : null
  pending = null
  if (last !== null) {
    const sequence = findLast(`${last} ${pressed}`)
    if (sequence) return sequence
  }
  if (registered.some((shortcut) => shortcut.keys.startsWith(`${pressed} `))) {
    pending = { key: pressed, at: Date.now() }
  }
  return findLast(pressed)
}

function findLast(keys: string): Shortcut | undefined {
  return registered.findLast((shortcut) => shortcut.keys === keys)
}

/** "mod+k", "shift+x", "?" ...; null for a bare modifier and for Alt combinations, which belong to the browser. */
export function describeKey(event: {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key) || event.altKey) return null
  const letter = /^[a-z]$/i.test(event.key)
  const key = letter ? event.key.toLowerCase() : event.key === ' ' ? 'Space' : event.key
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : ''
  // A shifted sign ("?") already is another key; only letters and named keys need the prefix.
  const shift = event.shiftKey && (letter || key.length > 1) ? 'shift+' : ''
  return mod + shift + key
}

/** Whether Enter already does something where the focus is. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary, [role="button"]') !== null
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
