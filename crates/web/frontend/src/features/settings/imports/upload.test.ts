import { describe, expect, test, vi } from 'vitest'
import { ApiError, OFFLINE_STATUS, toProblem } from '@/api/problem'
import type { Import } from '@/api/types'
import { upload } from './upload'

const at = (received: number): Import =>
  ({ id: 'i', size: 10, received, state: received === 10 ? 'ready' : 'receiving' }) as Import
const offline = () => new ApiError(toProblem(OFFLINE_STATUS, null))

function attempt(sender: Parameters<typeof upload>[0]['sender'], ask = async () => at(4)) {
  return upload({
    file: new Blob(['0123456789']),
    current: at(0),
    ask,
    progress: () => {},
    signal: new AbortController().signal,
    wait: async () => {},
    ...(sender ? { sender } : {}),
  })
}

describe('an upload', () => {
  test('that breaks off goes on where the server stands', async () => {
    const sender = vi.fn().mockRejectedValueOnce(offline()).mockResolvedValueOnce(at(10))
    expect((await attempt(sender)).received).toBe(10)
    expect(sender.mock.calls.map((call) => call[2])).toEqual([0, 4])
  })

  test('that is refused is not tried again', async () => {
    const sender = vi.fn().mockRejectedValue(new ApiError(toProblem(400, null)))
    await expect(attempt(sender)).rejects.toThrow()
    expect(sender).toHaveBeenCalledTimes(1)
  })

  test('gives up after some attempts', async () => {
    const sender = vi.fn().mockRejectedValue(offline())
    await expect(attempt(sender)).rejects.toThrow('cannot be reached')
    expect(sender).toHaveBeenCalledTimes(6)
  })
})
