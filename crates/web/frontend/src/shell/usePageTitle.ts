import { useEffect } from 'react'
import { NAV, SETTINGS } from './nav'

/** Names the browser's tab after the place of the desk, so that several tabs can be told apart. */
export function usePageTitle(pathname: string): void {
  useEffect(() => {
    const place = [...NAV, SETTINGS].find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    document.title = place ? `${place.label} · Callboard` : 'Callboard'
    return () => {
      document.title = 'Callboard'
    }
  }, [pathname])
}
