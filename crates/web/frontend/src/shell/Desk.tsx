import { useMediaQuery } from '@mantine/hooks'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useCan, useMe } from '@/api/session'
import { useLiveConnection } from '@/api/useLive'
import { ErrorBoundary } from '@/app/ErrorBoundary'
import { ActivityCard } from '@/features/activity/Activity'
import { useExportNews } from '@/features/exports/useExportNews'
import { useShortcutListener, useShortcuts } from '@/lib/shortcuts'
import { ZoneProvider } from '@/lib/zone'
import { undoNewest } from '@/ui/toast'
import { BottomNav } from './BottomNav'
import { CommandPalette, openPalette } from './CommandPalette'
import { NAV, SETTINGS } from './nav'
import { Rail } from './Rail'
import { openShortcutSheet, ShortcutSheet } from './ShortcutSheet'
import c from './shell.module.css'
import { TopBar } from './TopBar'
import { usePages } from './usePages'
import { usePageTitle } from './usePageTitle'

/** The telephone comes after the page; without it the page still works. */
const PhoneDock = lazy(() =>
  import('@/features/phone/PhoneDock').catch(() => import('@/features/phone/NoPhone')),
)

/** The frame around every page behind the sign-in. */
export function Desk() {
  const { workspace } = useMe()
  const answers = useCan('work_calls')
  const { pathname } = useLocation()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  useLiveConnection()
  useExportNews()
  useShortcutListener()
  useGlobalShortcuts()
  usePages()
  usePageTitle(pathname)
  // Triage fills the screen: nothing beside the one call distracts from it. So does the wallboard.
  const full = pathname === '/triage' || pathname === '/wallboard'
  return (
    <ZoneProvider zone={workspace.time_zone}>
      <div className={c.shell} data-full={full || undefined}>
        <a href="#content" className={c.skip}>
          Skip to content
        </a>
        {!phone && !full && <Rail />}
        {!full && <TopBar />}
        <main className={c.main} id="content" tabIndex={-1}>
          <ErrorBoundary resetKey={pathname}>
            <Outlet />
          </ErrorBoundary>
        </main>
        {phone && !full && <BottomNav />}
        <ActivityCard />
        <Suspense fallback={null}>{answers && <PhoneDock />}</Suspense>
        <CommandPalette />
        <ShortcutSheet />
      </div>
    </ZoneProvider>
  )
}

function useGlobalShortcuts() {
  const navigate = useNavigate()
  useShortcuts([
    {
      keys: 'mod+k',
      label: 'Search or run a command',
      group: 'Everywhere',
      run: openPalette,
      whileTyping: true,
    },
    { keys: 't', label: 'Triage', group: 'Go to', run: () => void navigate({ to: '/triage' }) },
    { keys: '?', label: 'This list', group: 'Everywhere', run: openShortcutSheet },
    { keys: 'u', label: 'Undo what was just done', group: 'Everywhere', run: undoNewest },
    ...[...NAV, SETTINGS].map(({ to, label, go }) => ({
      keys: `g ${go}`,
      label,
      group: 'Go to',
      run: () => void navigate({ to }),
    })),
  ])
}
