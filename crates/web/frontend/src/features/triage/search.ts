import { one } from '@/lib/url'

/** The address names the claimed call, so that a reload comes back to it. */
export interface TriageSearch {
  call?: string
}

export function readTriageSearch(search: Record<string, unknown>): TriageSearch {
  const call = one(search.call)
  return call ? { call } : {}
}
