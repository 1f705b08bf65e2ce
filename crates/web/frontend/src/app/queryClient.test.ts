import { QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { makeQueryClient } from './queryClient'

/** A server whose answers come when the test says so. */
function slowServer() {
  const waiting: ((value: string) => void)[] = []
  const ask = () => new Promise<string>((resolve) => waiting.push(resolve))
  return { ask, waiting }
}

it('reads once more what was being read for the first time when it became old', async () => {
  const client = makeQueryClient()
  const server = slowServer()
  const observer = new QueryObserver(client, { queryKey: ['imports', '1'], queryFn: server.ask })
  const stop = observer.subscribe(() => {})
  const old = client.invalidateQueries({ queryKey: ['imports'] })
  server.waiting[0]?.('receiving')
  await expect.poll(() => server.waiting.length).toBe(2)
  server.waiting[1]?.('ready')
  await old
  expect(client.getQueryData(['imports', '1'])).toBe('ready')
  stop()
})

it('reads what is there already only once', async () => {
  const client = makeQueryClient()
  const server = slowServer()
  client.setQueryData(['imports', '1'], 'receiving', { updatedAt: 1 })
  const observer = new QueryObserver(client, { queryKey: ['imports', '1'], queryFn: server.ask })
  const stop = observer.subscribe(() => {})
  const old = client.invalidateQueries({ queryKey: ['imports'] })
  for (const answer of server.waiting) answer('ready')
  await old
  // The reading that was under way, and the one that took its place.
  expect(server.waiting.length).toBe(2)
  expect(client.getQueryData(['imports', '1'])).toBe('ready')
  stop()
})
