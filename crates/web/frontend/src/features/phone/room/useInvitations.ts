import { useQuery } from '@tanstack/react-query'
import type { CallInvitation } from '@/api/types'
import { BEAT_MS } from '../heartbeat'
import { usePhone } from '../store'
import { invitationsQuery } from './requests'

const NONE: readonly CallInvitation[] = []

/** Who rings me into a running call. The live connection tells; what it misses is asked for with every beat. */
export function useInvitations(onDuty: boolean): readonly CallInvitation[] {
  const { talk } = usePhone()
  const { data = NONE } = useQuery({
    ...invitationsQuery,
    enabled: onDuty,
    refetchInterval: BEAT_MS,
    refetchIntervalInBackground: true,
  })
  if (!onDuty) return NONE
  // The call that I have just come into may still be among them.
  const running = talk !== null && talk.phase !== 'ended' ? talk.logId : undefined
  return data.some((one) => one.call_id === running) ? data.filter((one) => one.call_id !== running) : data
}
