import type { CustomerQuery } from '@/api/types'
import { many, manyOf, one, oneOf, yesNo } from '@/lib/url'
import { LEAST_LETTERS } from './queries'

export const OWN_SORT = '-last_seen'
const SORTS = ['name', '-name', 'last_seen', '-last_seen', 'created', '-created'] as const

export type CustomerStatus = NonNullable<CustomerQuery['status']>[number]
const STATUSES: readonly CustomerStatus[] = ['lead', 'active', 'churned']

/** What the address of the customers page carries. */
export interface CustomersSearch {
  q?: string
  status?: CustomerStatus[]
  lead_source?: string[]
  dnc?: boolean
  sort?: string
}

/** A change of the address; `undefined` takes a part away. */
export type SearchChange = { [Part in keyof CustomersSearch]?: CustomersSearch[Part] | undefined }

export const NO_FILTERS: SearchChange = {
  q: undefined,
  status: undefined,
  lead_source: undefined,
  dnc: undefined,
}

export function readCustomersSearch(search: Record<string, unknown>): CustomersSearch {
  return changed(
    {},
    {
      q: one(search.q),
      status: manyOf(search.status, STATUSES),
      lead_source: many(search.lead_source),
      dnc: yesNo(search.dnc),
      sort: oneOf(search.sort, SORTS),
    },
  )
}

export function changed(search: CustomersSearch, change: SearchChange): CustomersSearch {
  const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(next) as CustomersSearch
}

/** The address in the words of the API. */
export function queryOf({ q, sort, ...filters }: CustomersSearch): CustomerQuery {
  return {
    ...filters,
    sort: sort ?? OWN_SORT,
    ...(q && q.trim().length >= LEAST_LETTERS ? { search: q.trim() } : {}),
  }
}

export function isFiltered({ sort: _, ...filters }: CustomersSearch): boolean {
  return Object.keys(filters).length > 0
}
