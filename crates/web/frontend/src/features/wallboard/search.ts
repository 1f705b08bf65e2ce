import { oneOf } from '@/lib/url'

/** What the address of the wallboard carries. */
export interface WallboardSearch {
  /** How colleagues are named; whole names are the default. */
  names?: 'initials'
}

export function readWallboardSearch(search: Record<string, unknown>): WallboardSearch {
  const names = oneOf(search.names, ['initials'] as const)
  return names ? { names } : {}
}
