import { useCallback, useEffect, useMemo, useState } from 'react'
import { api, dataOf } from '@/api/client'
import type { CallRow } from '@/api/types'
import { EVERYTHING, isSelected, NOTHING, type Selection, selectedCount, withRows } from '@/lib/selection'
import type { CallFilters } from './search'
import { type CallList, OWN_SORT } from './useCallList'

const PAGE = 100

/** Which calls of a list are ticked, and how to get at their rows. */
export function useCallSelection(list: CallList, filters: CallFilters, sort: string | undefined) {
  const [selection, setSelection] = useState<Selection>(NOTHING)
  // Rows that were ticked and have left the list since are still meant.
  const [picked, setPicked] = useState<ReadonlyMap<string, CallRow>>(new Map())

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another selection
  useEffect(() => {
    setSelection(NOTHING)
    setPicked(new Map())
  }, [filters])

  const onChange = useCallback((rows: readonly CallRow[], ticked: boolean) => {
    setSelection((before) =>
      withRows(
        before,
        rows.map((row) => row.id),
        ticked,
      ),
    )
    setPicked((before) => new Map([...before, ...rows.map((row) => [row.id, row] as const)]))
  }, [])
  const onAll = useCallback((ticked: boolean) => setSelection(ticked ? EVERYTHING : NOTHING), [])

  const rows = async (signal: AbortSignal): Promise<readonly CallRow[]> => {
    if (selection.mode === 'some') return [...selection.ids].flatMap((id) => picked.get(id) ?? [])
    const all = await loadAll(filters, sort, signal)
    return all.filter((row) => isSelected(selection, row.id))
  }

  return {
    count: selectedCount(selection, list.total),
    all: selection.mode === 'all',
    selectAll: () => setSelection(EVERYTHING),
    clear: () => setSelection(NOTHING),
    rows,
    forTable: useMemo(
      () => ({ value: selection, total: list.total, onChange, onAll }),
      [selection, list.total, onChange, onAll],
    ),
  }
}

/** Every row that matches, page after page: "all" means all at the moment of the action. */
async function loadAll(
  filters: CallFilters,
  sort: string | undefined,
  signal: AbortSignal,
): Promise<CallRow[]> {
  const found: CallRow[] = []
  let cursor: string | undefined
  do {
    const query = { ...filters, sort: sort ?? OWN_SORT, limit: PAGE, ...(cursor ? { cursor } : {}) }
    const page = await dataOf(api.GET('/calls', { params: { query }, signal }))
    found.push(...page.data)
    cursor = page.has_more ? page.next_cursor : undefined
  } while (cursor !== undefined)
  return found
}
