import { useEffect, useState } from 'react'
import { isApiError } from '@/api/problem'
import { type Change, diffOf } from './diff'
import { mergeEdits } from './merge'

interface Options<T> {
  /** What the server holds now, as far as the page knows. Must keep its identity between renders. */
  current: T
  versionOf: (document: T) => number
  /** Saves over the given version; fails with 412 when somebody wrote first. */
  send: (draft: T, version: number) => Promise<T>
  /** Fetches what the server holds. */
  reload: () => Promise<T>
  onSaved?: (saved: T) => void
}

export interface EditedDocument<T> {
  draft: T
  change: (draft: T) => void
  dirty: boolean
  saving: boolean
  save: () => Promise<boolean>
  discard: () => void
  /** Why the last attempt failed; a conflict is not among these. */
  error: unknown
  /** The server's complaint about one field. */
  fieldError: (path: string) => string | undefined
  /** What somebody else changed meanwhile; undefined while nobody did. */
  theirs: Change[] | undefined
  /** Puts my changes on top of theirs; nothing is saved yet. */
  keepMine: () => void
  takeTheirs: () => void
}

/**
 * A record under edit. Unsaved changes survive whatever others do: when somebody wrote first, their changes are told
 * and both can be joined.
 */
export function useDocument<T>({ current, versionOf, send, reload, onSaved }: Options<T>): EditedDocument<T> {
  const [base, setBase] = useState(current)
  const [draft, setDraft] = useState(current)
  const [newer, setNewer] = useState<T | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const dirty = diffOf(base, draft).length > 0

  const adopt = (document: T) => {
    setBase(document)
    setDraft(document)
    setNewer(null)
    setError(null)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: only news from the server is a reason to look
  useEffect(() => {
    if (versionOf(current) === versionOf(base) || saving) return
    if (dirty) setNewer(current)
    else adopt(current)
  }, [current])

  const save = async (): Promise<boolean> => {
    setSaving(true)
    setError(null)
    try {
      const saved = await send(draft, versionOf(base))
      adopt(saved)
      onSaved?.(saved)
      return true
    } catch (failure) {
      if (isApiError(failure, 412)) setNewer(await reload())
      else setError(failure)
      return false
    } finally {
      setSaving(false)
    }
  }

  return {
    draft,
    change: setDraft,
    dirty,
    saving,
    save,
    discard: () => adopt(newer ?? base),
    error,
    fieldError: (path) => (isApiError(error) ? error.field(path) : undefined),
    theirs: newer === null ? undefined : diffOf(base, newer).filter((change) => change.path !== 'version'),
    keepMine: () => {
      if (newer === null) return
      setDraft(mergeEdits(base, draft, newer))
      setBase(newer)
      setNewer(null)
    },
    takeTheirs: () => newer !== null && adopt(newer),
  }
}
