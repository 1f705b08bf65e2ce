import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/problem'

/** What is worth another try: silence and server trouble, not a refusal. */
function retry(failures: number, error: unknown): boolean {
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500
  return !refused && failures < 2
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Live messages say when something is old; the window's focus does not.
      queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
