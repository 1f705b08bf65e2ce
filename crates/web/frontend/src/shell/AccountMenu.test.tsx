// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { keptDrafts, keptKey } from '@/features/call/keptDrafts'
import { useSignOut } from './AccountMenu'

vi.mock('@tanstack/react-router', () => ({ useNavigate: () => async () => undefined }))

it('signing out leaves no draft of a call behind', async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }))
  const key = keptKey('m', 'c')
  keptDrafts.keep(key, { draft: { notes: 'Boiler' }, base: { notes: '' } })
  const client = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  renderHook(() => useSignOut(), { wrapper }).result.current()
  await waitFor(() => expect(keptDrafts.of(key)).toBeUndefined())
  vi.unstubAllGlobals()
})
