// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { api, dataOf, onSignedOut } from './client'
import { ApiError, messageOf } from './problem'

const answer = (status: number, body: string, type: string) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { status, headers: { 'content-type': type } })),
  )

async function failure(): Promise<ApiError> {
  const error = await dataOf(api.GET('/auth/me')).catch((caught: unknown) => caught)
  if (!(error instanceof ApiError)) throw new Error(`not an ApiError: ${String(error)}`)
  return error
}

afterEach(() => vi.unstubAllGlobals())

describe('failures of the API', () => {
  it('keeps a problem document and its fields', async () => {
    const problem = {
      title: 'Not complete',
      status: 422,
      code: 'outcome_incomplete',
      errors: [{ path: 'notes', code: 'required', message: 'A note is needed' }],
    }
    answer(422, JSON.stringify(problem), 'application/problem+json; charset=utf-8')
    const error = await failure()
    expect(error.status).toBe(422)
    expect(error.field('notes')).toBe('A note is needed')
    expect(messageOf(error)).toBe('A note is needed')
  })

  it('makes a problem of an HTML page', async () => {
    answer(502, '<html>Bad gateway</html>', 'text/html')
    expect((await failure()).problem).toEqual({ status: 502, title: 'The server had a problem' })
  })

  it('makes a problem of silence', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))),
    )
    const error = await failure()
    expect(error.status).toBe(0)
    expect(error.message).toBe('The server cannot be reached')
  })

  it('tells when a session has ended', async () => {
    const heard = vi.fn()
    const stop = onSignedOut(heard)
    answer(401, '{"title":"Unauthorized","status":401}', 'application/problem+json')
    await failure()
    expect(heard).toHaveBeenCalledOnce()
    stop()
  })
})

describe('answers of the API', () => {
  it('carry no sign that turns the words beside a name', async () => {
    answer(200, JSON.stringify({ member: { name: '\u202eEve\u2066' } }), 'application/json; charset=utf-8')
    expect(await dataOf(api.GET('/auth/me'))).toEqual({ member: { name: 'Eve' } })
  })

  it('carry none when they refuse either', async () => {
    answer(
      409,
      JSON.stringify({ title: 'Taken', status: 409, detail: '\u202eEve' }),
      'application/problem+json',
    )
    expect((await failure()).problem.detail).toBe('Eve')
  })
})
