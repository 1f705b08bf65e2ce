import { useMe } from '@/api/session'
import { EMPTY_SESSION, type TriageSession } from './session'
import { useStored } from './stored'

/** The sitting of the signed-in member in this browser tab. */
export function useSession(): [TriageSession, (change: (session: TriageSession) => TriageSession) => void] {
  const { member } = useMe()
  return useStored<TriageSession>(`callboard.triage.${member.id}`, EMPTY_SESSION)
}
