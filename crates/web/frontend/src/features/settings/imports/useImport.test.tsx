// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { isWorkOf } from './activity'
import { importQuery, type VersionedImport } from './queries'
import { useImportAction } from './useImport'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('a dry run that fails has the import read again, for its mapping was saved just before', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ title: 'Away' }, { status: 503 }))
  const client = new QueryClient()
  const { queryKey } = importQuery('i')
  client.setQueryData(queryKey, { id: 'i', version: 3 } as VersionedImport)
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const { result } = renderHook(() => useImportAction('i', 'dry_run'), { wrapper })
  act(() => result.current.mutate())
  await waitFor(() => expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true))
})

it('an import is the work of whoever brought its file, once it has begun', () => {
  expect(isWorkOf({ created_by: 'm', state: 'importing' }, 'm')).toBe(true)
  expect(isWorkOf({ created_by: 'other', state: 'importing' }, 'm')).toBe(false)
  expect(isWorkOf({ state: 'importing' }, 'm')).toBe(false)
  expect(isWorkOf({ created_by: 'm', state: 'receiving' }, 'm')).toBe(false)
})
