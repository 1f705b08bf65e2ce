import { createContext, type ReactNode, useContext } from 'react'

const ZoneContext = createContext('UTC')

/** Makes the workspace's time zone known to everything that shows or asks for a time. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  return <ZoneContext value={zone}>{children}</ZoneContext>
}

/** The IANA name of the workspace's time zone. */
export function useZone(): string {
  return useContext(ZoneContext)
}
