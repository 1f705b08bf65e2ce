import { one } from '@/lib/url'

/** What the address of the customers page carries. */
export interface CustomersSearch {
  q?: string
}

export function readCustomersSearch(search: Record<string, unknown>): CustomersSearch {
  const q = one(search.q)
  return q ? { q } : {}
}
