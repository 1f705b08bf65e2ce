import { useMemo, useState } from 'react'
import type { CallView } from '@/api/types'
import { OWN_SORT } from '../useCallList'
import type { useCallsAddress } from '../useCallsAddress'
import { useViewActions, useViews, type ViewActions } from './queries'
import { openView } from './views'

/** A dialog about a view: a new one, or another name for one that exists. */
export type ViewDialogState = { kind: 'new' } | { kind: 'rename'; view: CallView }

export interface ViewsState {
  /** All views, in the member's order. */
  all: readonly CallView[]
  /** Those that are tabs. */
  tabs: readonly CallView[]
  /** The one that is open. */
  current: CallView | undefined
  /** The list shows something else than the open view holds. */
  changed: boolean
  /** The list shows all calls in its own order. */
  showsAll: boolean
  /** The list shows what no view holds. */
  unsaved: boolean
  /** Shows a view, or all calls. */
  open: (view: CallView | undefined) => void
  /** Keeps what is shown in the open view. */
  update: () => void
  actions: ViewActions
  dialog: ViewDialogState | undefined
  ask: (dialog: ViewDialogState | undefined) => void
}

/** Saved views and the address, side by side: which view is open, and whether the list still is what it holds. */
export function useViewsState(address: ReturnType<typeof useCallsAddress>): ViewsState {
  const all = useViews()
  const actions = useViewActions()
  const [dialog, ask] = useState<ViewDialogState>()
  const { filters, sort, view: named, openView: show } = address
  const found = useMemo(() => openView(all, named, { filters, sort }, OWN_SORT), [all, named, filters, sort])
  const plain = Object.keys(filters).length === 0 && (sort ?? OWN_SORT) === OWN_SORT
  const current = found.view
  const update = () => {
    if (!current) return
    void actions.change(
      current,
      { filters, sort: sort === undefined || sort === OWN_SORT ? null : sort },
      `View "${current.name}" shows this now`,
    )
  }
  return {
    all,
    tabs: all.filter((view) => view.pinned || view.id === current?.id),
    current,
    changed: found.changed,
    showsAll: plain && current === undefined,
    unsaved: current === undefined ? !plain : found.changed,
    open: show,
    update,
    actions,
    dialog,
    ask,
  }
}
