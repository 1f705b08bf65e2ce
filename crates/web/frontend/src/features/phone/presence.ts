import type { Presence, Station, StationPatch } from '@/api/types'

/** Goes on or off duty. Whoever comes on duty without any telephone is rung in the browser. */
export function presencePatch(
  station: Pick<Station, 'in_browser' | 'phone'> | undefined,
  presence: Presence,
): StationPatch {
  const silent = station !== undefined && !station.in_browser && station.phone === undefined
  return presence === 'available' && silent ? { presence, in_browser: true } : { presence }
}
