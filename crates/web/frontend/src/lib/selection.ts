/**
 * Which rows are ticked. "All matching" is kept as what is left out, so that a hundred thousand rows need no
 * hundred thousand ids.
 */
export type Selection =
  | { mode: 'some'; ids: ReadonlySet<string> }
  | { mode: 'all'; except: ReadonlySet<string> }

export const NOTHING: Selection = { mode: 'some', ids: new Set() }
export const EVERYTHING: Selection = { mode: 'all', except: new Set() }

export function isSelected(selection: Selection, id: string): boolean {
  return selection.mode === 'some' ? selection.ids.has(id) : !selection.except.has(id)
}

export function selectedCount(selection: Selection, total: number): number {
  return selection.mode === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size)
}

/** Ticks or unticks the given rows. */
export function withRows(selection: Selection, ids: readonly string[], ticked: boolean): Selection {
  const add = selection.mode === 'some' ? ticked : !ticked
  const set = new Set(selection.mode === 'some' ? selection.ids : selection.except)
  for (const id of ids) {
    if (add) set.add(id)
    else set.delete(id)
  }
  return selection.mode === 'some' ? { mode: 'some', ids: set } : { mode: 'all', except: set }
}
