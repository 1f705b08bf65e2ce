import { ApiError, OFFLINE_STATUS, toProblem } from '@/api/problem'
import type { MediaAttachment } from '@/api/types'

/** Bytes that a file may have; the server says the same. */
export const LARGEST = 25 * 1024 * 1024
/** What the file picker offers. What a file is, the server finds out by itself. */
export const ACCEPTED =
  'image/jpeg,image/png,image/webp,image/gif,image/heic,application/pdf,text/plain,.csv,.docx,.xlsx,audio/*'

/** Why a file need not be sent at all. */
export function refusal(file: Pick<File, 'size'>): string | undefined {
  if (file.size === 0) return 'The file is empty.'
  if (file.size > LARGEST) return 'A file may have 25 MB at most.'
  return undefined
}

/** What a person wants to know of a failed upload. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It was not sent.'
  return error.problem.detail ?? error.field('file') ?? error.problem.title
}

/** Sends one file; the same key adds it once, however often it is sent. */
export function send(
  call: string,
  file: File,
  key: string,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<MediaAttachment[]> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.append('file', file, file.name)
    const request = new XMLHttpRequest()
    request.open('POST', `/api/calls/${call}/attachments`)
    request.setRequestHeader('idempotency-key', key)
    request.responseType = 'json'
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total)
    }
    request.onload = () => {
      const body: unknown = request.response
      if (request.status === 201) resolve((body as { attachments: MediaAttachment[] }).attachments)
      else reject(new ApiError(toProblem(request.status, body)))
    }
    request.onerror = () => reject(new ApiError(toProblem(OFFLINE_STATUS, null)))
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

/** `1.4 MB`, as people say it. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
