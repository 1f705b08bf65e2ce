import { type InvalidateOptions, type InvalidateQueryFilters, QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/problem'

/** What is worth another try: silence and server trouble, not a refusal. */
function retry(failures: number, error: unknown): boolean {
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500
  return !refused && failures < 2
}

/**
 * A cache in which "this is old" also reaches what is being read for the first time. The library joins such a reading,
 * whose answer may be from before the change, and then holds it for fresh; here it is read once more.
 */
class DeskCache extends QueryClient {
  override async invalidateQueries(
    filters: InvalidateQueryFilters = {},
    options: InvalidateOptions = {},
  ): Promise<void> {
    const first = this.getQueryCache()
      .findAll({ ...filters, fetchStatus: 'fetching' })
      .filter((query) => query.state.data === undefined)
    await super.invalidateQueries(filters, options)
    if (first.length === 0) return
    // A reading that failed has shown its error; the next one is asked for all the same.
    await Promise.allSettled(first.map((query) => query.promise))
    await super.invalidateQueries({ ...filters, predicate: (query) => first.includes(query) }, options)
  }
}

export function makeQueryClient(): QueryClient {
  return new DeskCache({
    defaultOptions: {
      // Live messages say when something is old; the window's focus does not.
      queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
