import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
} from '@tanstack/react-router'
import { isApiError } from '@/api/problem'
import { meQuery } from '@/api/session'
import { readCallSearch, readCallsSearch } from '@/features/calls/search'
import { readCustomersSearch } from '@/features/customers/search'
import { readFollowUpsSearch } from '@/features/followups/search'
import { readTextsSearch } from '@/features/messaging/search'
import { readReportsSearch } from '@/features/reports/search'
import { type ComplianceSearch, readComplianceSearch } from '@/features/settings/compliance/search'
import { readTriageSearch } from '@/features/triage/search'
import { readWallboardSearch } from '@/features/wallboard/search'
import { one, parseSearch, stringifySearch } from '@/lib/url'
import { Desk } from '@/shell/Desk'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { NotFound } from './NotFound'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => {
    const next = one(search.next)
    // Only a path of our own: a full address would send people away after they signed in.
    return next && /^\/(?!\/)/.test(next) ? { next } : {}
  },
  component: lazyRouteComponent(() => import('@/features/sign-in/SignInPage'), 'SignInPage'),
})

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: (search): { token?: string } => {
    const token = one(search.token)
    return token ? { token } : {}
  },
  component: lazyRouteComponent(() => import('@/features/sign-in/ResetPage'), 'ResetPage'),
})

/** The server did not say who is signed in. Asking again starts the routes over. */
function DeskError({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <main>
      <ErrorState error={error} onRetry={() => void router.invalidate()} />
    </main>
  )
}

/** Everything behind the sign-in: loads who that is, and sends strangers to the door. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!isApiError(error, 401)) throw error
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
    }
  },
  component: Desk,
  errorComponent: DeskError,
})

const index = createRoute({
  getParentRoute: () => desk,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/calls', search: {} })
  },
})

const calls = createRoute({
  getParentRoute: () => desk,
  path: '/calls',
  validateSearch: readCallsSearch,
  component: lazyRouteComponent(() => import('@/features/calls/CallsPage'), 'CallsPage'),
})

const call = createRoute({
  getParentRoute: () => desk,
  path: '/calls/$id',
  validateSearch: readCallSearch,
  component: lazyRouteComponent(() => import('@/features/call/CallPage'), 'CallPage'),
})

const triage = createRoute({
  getParentRoute: () => desk,
  path: '/triage',
  validateSearch: readTriageSearch,
  component: lazyRouteComponent(() => import('@/features/triage/TriagePage'), 'TriagePage'),
})

const followUps = createRoute({
  getParentRoute: () => desk,
  path: '/follow-ups',
  validateSearch: readFollowUpsSearch,
  component: lazyRouteComponent(() => import('@/features/followups/FollowUpsPage'), 'FollowUpsPage'),
})

const conversations = createRoute({
  getParentRoute: () => desk,
  path: '/conversations',
  validateSearch: readTextsSearch,
  component: lazyRouteComponent(() => import('@/features/messaging/ConversationsPage'), 'ConversationsPage'),
})

const customers = createRoute({
  getParentRoute: () => desk,
  path: '/customers',
  validateSearch: readCustomersSearch,
  component: lazyRouteComponent(() => import('@/features/customers/CustomersPage'), 'CustomersPage'),
})

const customer = createRoute({
  getParentRoute: () => desk,
  path: '/customers/$id',
  component: lazyRouteComponent(() => import('@/features/customers/CustomerPage'), 'CustomerPage'),
})

const reports = createRoute({
  getParentRoute: () => desk,
  path: '/reports',
  validateSearch: readReportsSearch,
  component: lazyRouteComponent(() => import('@/features/reports/ReportsPage'), 'ReportsPage'),
})

const wallboard = createRoute({
  getParentRoute: () => desk,
  path: '/wallboard',
  validateSearch: readWallboardSearch,
  component: lazyRouteComponent(() => import('@/features/wallboard/WallboardPage'), 'WallboardPage'),
})

const exports = createRoute({
  getParentRoute: () => desk,
  path: '/exports',
  validateSearch: (search): { export?: string } => {
    const marked = one(search.export)
    return marked ? { export: marked } : {}
  },
  component: lazyRouteComponent(() => import('@/features/exports/ExportsPage'), 'ExportsPage'),
})

const transcripts = createRoute({
  getParentRoute: () => desk,
  path: '/transcripts',
  validateSearch: (search): { q?: string } => {
    const text = one(search.q)?.trim()
    return text ? { q: text } : {}
  },
  component: lazyRouteComponent(() => import('@/features/media/TranscriptsPage'), 'TranscriptsPage'),
})

const settingsIndex = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'business-hours' } })
  },
})

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings/$section',
  validateSearch: (search): { import?: string } & ComplianceSearch => {
    const id = one(search.import)
    return { ...readComplianceSearch(search), ...(id ? { import: id } : {}) }
  },
  component: lazyRouteComponent(() => import('@/features/settings/SettingsPage'), 'SettingsPage'),
})

const tree = root.addChildren([
  signIn,
  reset,
  desk.addChildren([
    index,
    calls,
    call,
    triage,
    followUps,
    conversations,
    customers,
    customer,
    reports,
    wallboard,
    exports,
    transcripts,
    settingsIndex,
    settings,
  ]),
])

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingComponent: () => <SkeletonRows />,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
