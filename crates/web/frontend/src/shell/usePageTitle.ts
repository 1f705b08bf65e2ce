import { useEffect } from 'react'
import { NAV, SETTINGS } from './nav'

const WALLBOARD = { to: '/wallboard', label: 'Wallboard' }
const TRANSCRIPTS = { to: '/transcripts', label: 'Transcripts' }

/** Names the browser's tab after the place of the desk, so that several tabs can be told apart. */
export function usePageTitle(pathname: string): void {
  useEffect(() => {
    const place = [...NAV, SETTINGS, WALLBOARD, TRANSCRIPTS].find(
      ({ to }) => pathname === to || pathname.startsWith(`${to}/`),
    )
    document.title = place ? `${place.label} · Callboard` : 'Callboard'
    return () => {
      document.title = 'Callboard'
    }
  }, [pathname])
}
