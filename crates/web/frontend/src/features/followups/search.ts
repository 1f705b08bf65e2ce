import { one } from '@/lib/url'

/** What the address of the follow-ups page carries. */
export interface FollowUpsSearch {
  tab?: string
  q?: string
}

export function readFollowUpsSearch(search: Record<string, unknown>): FollowUpsSearch {
  const found: FollowUpsSearch = {}
  const tab = one(search.tab)
  const q = one(search.q)
  if (tab) found.tab = tab
  if (q) found.q = q
  return found
}
