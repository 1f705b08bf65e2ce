import { useMe } from '@/api/session'

/** Viewers see nothing of what is kept of calls; technicians what belongs to their own. */
export function useMayHear(): boolean {
  return useMe().member.role !== 'viewer'
}
