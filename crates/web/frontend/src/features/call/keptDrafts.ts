import { baseWith, type CallBase, type CallDraft, isEmpty } from './draft'

/** What somebody has entered for a call, and the call as it was when he began. */
export interface KeptDraft {
  draft: CallDraft
  base: CallBase
}

/**
 * Drafts of calls, so that what was not complete when a call was left is there when somebody comes back. They live
 * outside of the screens: a save that ends after its screen has gone must still find its draft.
 */
class KeptDrafts {
  private readonly kept = new Map<string, KeptDraft>()
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (notify: () => void): (() => void) => {
    this.listeners.add(notify)
    return () => this.listeners.delete(notify)
  }

  of(key: string): KeptDraft | undefined {
    return this.kept.get(key)
  }

  /** Keeps what was entered; nothing is kept of an empty draft. */
  keep(key: string, next: KeptDraft): void {
    if (isEmpty(next.draft)) this.kept.delete(key)
    else this.kept.set(key, next)
    this.tell()
  }

  forget(key: string): void {
    if (this.kept.delete(key)) this.tell()
  }

  /** Nobody's drafts outlive his session. */
  clear(): void {
    this.kept.clear()
    this.tell()
  }

  private tell(): void {
    for (const notify of this.listeners) notify()
  }
}

export const keptDrafts = new KeptDrafts()

/** Under which a member's draft of a call is kept; a colleague at the same screen has his own. */
export const keptKey = (member: string, call: string) => `${member} ${call}`

/** A draft with more entered. */
export function withPart(before: KeptDraft | undefined, part: CallDraft, call: CallBase): KeptDraft {
  const touched: (keyof CallBase)[] = []
  if (before?.draft.notes !== undefined) touched.push('notes')
  if (before?.draft.disposition !== undefined) touched.push('disposition')
  if (before?.draft.valueCents !== undefined) touched.push('value_est_cents')
  return { draft: { ...before?.draft, ...part }, base: baseWith(before?.base, touched, call) }
}
