import { ApiError, OFFLINE_STATUS, toProblem } from '@/api/problem'
import type { Import } from '@/api/types'

const FIRST_WAIT_MS = 1000
const TRIES = 6

/** Sends the bytes of a file from `offset` on as one stream. */
function send(
  id: string,
  file: Blob,
  offset: number,
  progress: (sent: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/api/imports/${id}/file?offset=${offset}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = (event) => progress(offset + event.loaded)
    request.onload = () => {
      if (request.status === 200) resolve(request.response as Import)
      else reject(new ApiError(toProblem(request.status, request.response)))
    }
    request.onerror = () => reject(new ApiError(toProblem(OFFLINE_STATUS, null)))
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(offset === 0 ? file : file.slice(offset))
  })
}

/** Whether another attempt may help: the line was down, or the server was away. */
export function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.status === OFFLINE_STATUS || error.status >= 500)
}

interface Upload {
  file: Blob
  /** Where the import stands. */
  current: Import
  /** Asks the server how much it has. */
  ask: () => Promise<Import>
  progress: (sent: number) => void
  signal: AbortSignal
  wait?: (ms: number) => Promise<void>
  sender?: typeof send
}

/**
 * Sends a file until the server has all of it. What breaks off goes on where the server stands, a few times with
 * growing pauses; then the error is told and the person may go on later.
 */
export async function upload({
  file,
  current,
  ask,
  progress,
  signal,
  wait = pause,
  sender = send,
}: Upload): Promise<Import> {
  let at = current
  for (let failures = 0; ; ) {
    try {
      const before = at.received
      at = await sender(at.id, file, at.received, progress, signal)
      if (at.received >= at.size) return at
      failures = at.received > before ? 0 : failures + 1
      if (failures >= TRIES) throw new ApiError(toProblem(OFFLINE_STATUS, null))
    } catch (error) {
      if (!mayPass(error) || failures + 1 >= TRIES) throw error
      await wait(FIRST_WAIT_MS * 2 ** failures)
      failures += 1
      at = await ask()
      if (at.state !== 'receiving') return at
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
