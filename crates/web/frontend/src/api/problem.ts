/** One wrong field of a request: `path` as in the body ("due_at", "hours.0.open"), `code` stable, `message` for people. */
export interface FieldError {
  path: string
  code: string
  message: string
}

/** RFC 9457 as the server sends it; `kind` is the last part of its `type` URI. */
export interface Problem {
  status: number
  title: string
  detail?: string
  code?: string
  errors?: FieldError[]
  [extension: string]: unknown
}

/** Every failed request ends as one of these, whatever the wire brought: a problem document, an HTML page, silence. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ApiError'
  }

  get status(): number {
    return this.problem.status
  }

  /** The message for one field, for forms. */
  field(path: string): string | undefined {
    return this.problem.errors?.find((error) => error.path === path || error.path === `/${path}`)?.message
  }
}

/** No answer came at all: the server is away or the line is down. */
export const OFFLINE_STATUS = 0

export function isApiError(error: unknown, status?: number): error is ApiError {
  return error instanceof ApiError && (status === undefined || error.status === status)
}

/** Makes a Problem of any body that a failed response can have. */
export function toProblem(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'title' in body) {
    const given = body as Partial<Problem>
    return { ...given, status, title: String(given.title) }
  }
  return { status, title: titleOf(status) }
}

/** What to tell a person. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) {
    const first = error.problem.errors?.[0]?.message
    return error.problem.detail ?? first ?? error.problem.title
  }
  return 'Something went wrong in this page.'
}

function titleOf(status: number): string {
  if (status === OFFLINE_STATUS) return 'The server cannot be reached'
  if (status === 401) return 'Please sign in again'
  if (status === 403) return 'You may not do this'
  if (status === 404) return 'Not found'
  if (status === 409 || status === 412) return 'Someone else changed this first'
  if (status === 429) return 'Too many attempts, please wait a moment'
  if (status >= 500) return 'The server had a problem'
  return 'The request was refused'
}
