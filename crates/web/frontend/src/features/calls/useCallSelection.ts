import { useEffect, useMemo, useState } from 'react'
import type { CallRow } from '@/api/types'
import { EVERYTHING, NOTHING, type Selection, selectedCount, withRows } from '@/lib/selection'
import type { BulkTarget } from './bulk/change'
import type { CallFilters } from './search'
import { type CallList, ofCurrent } from './useCallList'

/** Which calls of a list are ticked, and what that means to the server. */
export function useCallSelection(list: CallList, filters: CallFilters) {
  const [selection, setSelection] = useState<Selection>(NOTHING)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another selection
  useEffect(() => setSelection(NOTHING), [filters])

  const { stale } = list
  const onChange = useMemo(
    () =>
      ofCurrent({ stale }, (rows: readonly CallRow[], ticked: boolean) => {
        const ids = rows.map((row) => row.id)
        setSelection((before) => withRows(before, ids, ticked))
      }),
    [stale],
  )
  const onAll = useMemo(
    () => ofCurrent({ stale }, (ticked: boolean) => setSelection(ticked ? EVERYTHING : NOTHING)),
    [stale],
  )

  const target = useMemo(
    (): BulkTarget =>
      selection.mode === 'some'
        ? { call_ids: [...selection.ids] }
        : { filter: filters, except_ids: [...selection.except] },
    [selection, filters],
  )
  return {
    count: selectedCount(selection, list.total),
    all: selection.mode === 'all',
    target,
    selectAll: () => setSelection(EVERYTHING),
    clear: () => setSelection(NOTHING),
    forTable: useMemo(
      () => ({ value: selection, total: list.total, onChange, onAll }),
      [selection, list.total, onChange, onAll],
    ),
  }
}
