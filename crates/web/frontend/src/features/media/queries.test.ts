import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SpokenSegment } from '@/api/types'

const asked: (string | undefined)[] = []
let lines: SpokenSegment[] = []
let goesOn = true

/** A server with pages of two lines, whose cursors name the last line before them. */
vi.mock('@/api/client', () => ({
  dataOf: (answer: unknown) => answer,
  api: {
    GET: async (_: string, { params }: { params: { query: { cursor?: string } } }) => {
      asked.push(params.query.cursor)
      const after = Number(params.query.cursor ?? -1)
      const left = lines.filter(({ start_ms }) => start_ms > after)
      const data = left.slice(0, 2)
      return {
        source: 'live',
        progress: goesOn ? 'going_on' : 'ended',
        segments: lines.length,
        data,
        ...(left.length > 2 ? { next_cursor: data[1]?.id } : {}),
      }
    },
  },
}))
const { wholeTranscript } = await import('./queries')

const line = (id: number): SpokenSegment => ({
  id: String(id),
  speaker: 'agent',
  start_ms: id,
  end_ms: id,
  text: '',
  masked: false,
})
const ids = (all: readonly SpokenSegment[]) => all.map(({ id }) => id).join('')

describe('reading a transcript that grows', () => {
  beforeEach(() => {
    asked.length = 0
    goesOn = true
    lines = [1, 2, 3].map(line)
  })

  it('goes on from the last page', async () => {
    const first = await wholeTranscript('c')
    expect(ids(first.segments)).toBe('123')
    asked.length = 0
    lines = [...lines, line(4), line(5)]
    const then = await wholeTranscript('c', false, first)
    expect(ids(then.segments)).toBe('12345')
    expect(asked).toEqual(['2', '4'])
  })

  it('begins anew when a sentence came late or it is over', async () => {
    const first = await wholeTranscript('c')
    lines = [line(0), ...lines]
    expect(ids((await wholeTranscript('c', false, first)).segments)).toBe('0123')
    goesOn = false
    lines = [line(7)]
    const over = await wholeTranscript('c', false, first)
    expect([ids(over.segments), over.progress]).toEqual(['7', 'ended'])
  })
})
