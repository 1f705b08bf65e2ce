import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMe } from '@/api/session'
import type { CallRow } from '@/api/types'
import { useLiveMessages } from '@/api/useLive'
import { useNow } from '@/lib/now'
import { ringingQuery } from './queries'
import { offered, withRow } from './rings'
import { phone, usePhone } from './store'

const NONE: readonly CallRow[] = []

/** Who rings now and is not put aside, newest first. Read once when I come on duty, then kept by the live connection. */
export function useRings(onDuty: boolean): readonly CallRow[] {
  const client = useQueryClient()
  const { ignored, talk } = usePhone()
  const me = useMe().member.id
  const { data = NONE } = useQuery({ ...ringingQuery, enabled: onDuty })
  useLiveMessages((message) => {
    if (message.type !== 'new_call' && message.type !== 'call_updated') return
    client.setQueryData<CallRow[]>(ringingQuery.queryKey, (list) => list && [...withRow(list, message.call)])
    phone.tell({ type: 'row', row: message.call, me, at: Date.now() })
  })
  // What was not heard while I was off duty is asked for.
  useEffect(() => {
    if (!onDuty) client.removeQueries({ queryKey: ringingQuery.queryKey })
  }, [client, onDuty])
  const waiting = onDuty ? data.filter((call) => call.id !== talk?.logId) : NONE
  return useOffered(waiting, ignored)
}

/** The clock only runs while somebody rings. */
function useOffered(list: readonly CallRow[], ignored: ReadonlySet<string>): readonly CallRow[] {
  const now = useNow(list.length > 0 ? 'second' : 'slow')
  return list.length > 0 ? offered(list, ignored, now) : NONE
}
