import createClient, { type Middleware } from 'openapi-fetch'
import { withoutTurns } from '@/lib/turns'
import { ApiError, OFFLINE_STATUS, toProblem } from './problem'
import type { paths } from './schema'

const listeners = new Set<() => void>()

/** Runs `notify` whenever the server says that nobody is signed in. Returns how to stop. */
export function onSignedOut(notify: () => void): () => void {
  listeners.add(notify)
  return () => listeners.delete(notify)
}

/** The one place where failures get their shape: features see data or an ApiError, never a Response. */
const failures: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null)
    if (response.status === 401 && !new URL(request.url).pathname.startsWith('/api/auth/sign-in')) {
      for (const notify of listeners) notify()
    }
    throw new ApiError(toProblem(response.status, body))
  },
  onError({ error }) {
    if (error instanceof ApiError || (error instanceof DOMException && error.name === 'AbortError'))
      return error
    return new ApiError(toProblem(OFFLINE_STATUS, null))
  },
}

/** Names and words of strangers come in here; from here on none of them turns what stands beside it. */
const directions: Middleware = {
  async onResponse({ response }) {
    if (!response.headers.get('content-type')?.includes('json')) return
    const text = await response.clone().text()
    const calm = withoutTurns(text)
    if (calm === text) return
    return new Response(calm, response)
  },
}

/** Typed by the server's own document. A call gives `{ data, response }` or throws ApiError. */
export const api = createClient<paths>({
  baseUrl: `${window.location.origin}/api`,
  credentials: 'same-origin',
  // Looked up at each request, so that tests can stand in for the network.
  fetch: (request) => globalThis.fetch(request),
})
// What comes later in the list hears an answer first.
api.use(failures, directions)

/** For queries and mutations: the data of a request that has some. */
export async function dataOf<T>(request: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await request
  if (data === undefined || data === null)
    throw new ApiError({ status: 502, title: 'The server sent no answer' })
  return data
}
