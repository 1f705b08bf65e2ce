import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMe } from '@/api/session'
import { callQuery } from '@/features/call/queries'
import { readStatus } from './actions'
import { phone, usePhone } from './store'
import { isBusy } from './talk'

const ASK_MS = 1000

/** Asks how a placed call goes, once a second and only while there is one; and once after a reload how an answered one does. */
export function usePlacedCall(): void {
  const { talk } = usePhone()
  const placed = isBusy(talk) && talk.way === 'out' ? talk : undefined
  const { about = '', sid = '' } = placed ?? {}
  const { data: order, dataUpdatedAt } = useQuery({
    queryKey: ['phone', 'placed', about, sid],
    queryFn: () => readStatus(about, sid),
    enabled: sid !== '',
    refetchInterval: ASK_MS,
    refetchIntervalInBackground: true,
    staleTime: 0,
    gcTime: 0,
  })
  useEffect(() => {
    if (order) phone.tell({ type: 'status', order, at: dataUpdatedAt })
  }, [order, dataUpdatedAt])
  useAnsweredAfterReload()
}

/** What happened to an answered call while the page was loading. */
function useAnsweredAfterReload(): void {
  const client = useQueryClient()
  const me = useMe().member.id
  const { member } = usePhone()
  useEffect(() => {
    const { talk } = phone.read()
    if (member === undefined || !isBusy(talk) || talk.way === 'out' || talk.logId === undefined) return
    client
      .fetchQuery({ ...callQuery(talk.logId), staleTime: 0 })
      .then((row) => phone.tell({ type: 'row', row, me, at: Date.now() }))
      // The live connection tells what this did not.
      .catch(() => undefined)
  }, [client, member, me])
}
