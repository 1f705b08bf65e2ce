import type { CallView, CallViewCount } from '@/api/types'
import { type CallFilters, type CallsSearch, filtersOf } from '../search'

/** The list that is shown: its filters and its order. The address says the same, so does a saved view. */
export interface Shown {
  filters: CallFilters
  sort: string | undefined
}

/** The part of the address that opens a view. */
export function addressOf(view: CallView): CallsSearch {
  return { ...filtersOf(view.filters), ...(view.sort ? { sort: view.sort } : {}), view: view.id }
}

/** Whether two filters mean the same calls, in whatever order they were put together. */
export function sameFilters(a: CallFilters, b: CallFilters): boolean {
  return canonical(a) === canonical(b)
}

function canonical(filters: CallFilters): string {
  const entries = Object.entries(filters)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : plain(name, value)])
  return JSON.stringify(entries.toSorted(([x], [y]) => String(x).localeCompare(String(y))))
}

/** Instants may be written in several ways. */
function plain(name: string, value: unknown): unknown {
  return name === 'from' || name === 'to' ? new Date(String(value)).getTime() : value
}

/** Whether the list shows exactly what the view holds. `ownSort` is what no order means. */
export function holds(view: CallView, shown: Shown, ownSort: string): boolean {
  return (
    sameFilters(filtersOf(view.filters), shown.filters) && (view.sort ?? ownSort) === (shown.sort ?? ownSort)
  )
}

/** Which view is open: the one that the address names, else one that holds just this list. */
export function openView(
  views: readonly CallView[],
  named: string | undefined,
  shown: Shown,
  ownSort: string,
): { view: CallView | undefined; changed: boolean } {
  const view = views.find(({ id }) => id === named)
  if (view) return { view, changed: !holds(view, shown, ownSort) }
  const same = views.find((candidate) => holds(candidate, shown, ownSort))
  return { view: same, changed: false }
}

/** All views in the order of this member's screen. */
export function inOrder(list: { user_views: CallView[]; team_views: CallView[] } | undefined): CallView[] {
  return [...(list?.user_views ?? []), ...(list?.team_views ?? [])].toSorted(
    (a, b) => a.position - b.position,
  )
}

/** The order after one view took the place of its neighbour among those that are pinned like it. */
export function moved(views: readonly CallView[], id: string, by: -1 | 1): CallView[] {
  const view = views.find((candidate) => candidate.id === id)
  const peers = views.filter((candidate) => candidate.pinned === view?.pinned)
  const neighbour = peers[peers.findIndex((candidate) => candidate.id === id) + by]
  if (!view || !neighbour) return [...views]
  return views.map((candidate) =>
    candidate.id === id ? neighbour : candidate.id === neighbour.id ? view : candidate,
  )
}

/** The order after a view became a tab, the last one, or ceased to be one. */
export function pinned(views: readonly CallView[], id: string, pin: boolean): CallView[] {
  const view = views.find((candidate) => candidate.id === id)
  if (!view) return [...views]
  const others = views.filter((candidate) => candidate.id !== id)
  const tabs = others.filter((candidate) => candidate.pinned)
  const rest = others.filter((candidate) => !candidate.pinned)
  return [...tabs, { ...view, pinned: pin }, ...rest]
}

/** "12", "1,000+", or nothing while it is not known. */
export function countText(count: CallViewCount | undefined): string | undefined {
  if (count?.count === undefined) return undefined
  return `${count.count.toLocaleString('en-US')}${count.more ? '+' : ''}`
}
