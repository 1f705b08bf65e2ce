import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { onSignedOut } from '@/api/client'
import { keys } from '@/api/keys'
import { ErrorBoundary } from './ErrorBoundary'
import { makeQueryClient } from './queryClient'
import { makeRouter } from './router'
import { cssVariables, theme } from './theme'

const queryClient = makeQueryClient()
const router = makeRouter(queryClient)

/** The whole page: theme, cache, addresses, and what happens when a session ends. */
export function App() {
  useEffect(() => onSignedOut(leave), [])
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications position="bottom-center" limit={4} />
        <ErrorBoundary>
          <RouterProvider router={router} />
        </ErrorBoundary>
      </MantineProvider>
    </QueryClientProvider>
  )
}

/** A session that ended elsewhere: back to the door, and back here afterwards. */
function leave() {
  const { location } = router.state
  const signedIn = queryClient.getQueryData(keys.me) !== undefined
  if (!signedIn || location.pathname === '/sign-in') return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { next: location.href } })
}
