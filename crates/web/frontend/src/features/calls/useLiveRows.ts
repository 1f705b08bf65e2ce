import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { keys } from '@/api/keys'
import { dispositionsQuery } from '@/api/session'
import type { CallRow } from '@/api/types'
import { useLiveMessages } from '@/api/useLive'
import { throttle } from '@/lib/throttle'
import { type CallPages, has, withInserted, withoutRows, withUpdated } from './livePages'
import { matches } from './matching'
import type { CallFilters } from './search'
import { type CallList, OWN_SORT } from './useCallList'

export interface LiveRows {
  /** New calls that wait because somebody is reading the list. */
  waiting: number
  /** Shows them. */
  show: () => void
  /** Tell whether the list is being read. */
  onHeld: (held: boolean) => void
  /** Rows that just changed. */
  flashes: ReadonlyMap<string, number>
}

/**
 * Keeps a list current. A row that is shown changes in place and fades; new rows, and rows that no longer
 * belong, wait while the pointer or the focus is in the list.
 */
export function useLiveRows(list: CallList, filters: CallFilters, sort: string | undefined): LiveRows {
  const client = useQueryClient()
  const { data: dispositions } = useQuery(dispositionsQuery)
  const [arrived, setArrived] = useState<ReadonlyMap<string, CallRow>>(new Map())
  const [flashes, setFlashes] = useState<ReadonlyMap<string, number>>(new Map())
  const leaving = useRef(new Set<string>())
  const held = useRef(false)
  const { queryKey } = list
  const newestFirst = (sort ?? OWN_SORT) === OWN_SORT

  const refreshNumbers = useMemo(
    () =>
      throttle(() => {
        void client.invalidateQueries({ queryKey: keys.calls.counts })
        void client.invalidateQueries({ queryKey: ['calls', 'metrics'] })
      }, 3000),
    [client],
  )

  const show = useCallback(() => {
    if (newestFirst) {
      client.setQueryData<CallPages>(queryKey, (data) =>
        data ? withoutRows(withInserted(data, [...arrived.values()]), leaving.current) : data,
      )
    } else if (arrived.size > 0) {
      void client.resetQueries({ queryKey })
    }
    leaving.current = new Set()
    setArrived(new Map())
  }, [client, queryKey, newestFirst, arrived])

  const onHeld = useCallback((next: boolean) => {
    held.current = next
  }, [])

  // What waited comes in as soon as nobody is reading.
  useEffect(() => {
    if (arrived.size === 0) return
    const timer = setInterval(() => {
      if (!held.current) show()
    }, 250)
    return () => clearInterval(timer)
  }, [arrived, show])

  // Another list starts without the leftovers of the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the list
  useEffect(() => {
    leaving.current = new Set()
    setArrived(new Map())
  }, [queryKey])

  useLiveMessages((message) => {
    if (message.type === 'call_claimed' || message.type === 'call_released') {
      patchClaim(
        message.call_id,
        message.type === 'call_claimed' ? { by: message.by, until: message.until } : undefined,
      )
      return
    }
    if (message.type !== 'new_call' && message.type !== 'call_updated') return
    refreshNumbers()
    receive(message.call)
  })

  const receive = (call: CallRow) => {
    const data = client.getQueryData<CallPages>(queryKey)
    if (!data) return
    const classOf = (key: string) => dispositions?.find((disposition) => disposition.key === key)?.class
    const belongs = matches(call, filters, { now: Date.now(), classOf })
    if (has(data, call.id)) {
      client.setQueryData<CallPages>(queryKey, withUpdated(data, call))
      setFlashes((before) => new Map(before).set(call.id, (before.get(call.id) ?? 0) + 1))
      if (belongs) leaving.current.delete(call.id)
      else leave(call.id)
    } else if (belongs) {
      setArrived((before) => new Map(before).set(call.id, call))
    } else if (arrived.has(call.id)) {
      setArrived((before) => new Map([...before].filter(([id]) => id !== call.id)))
    }
  }

  const leave = (id: string) => {
    if (held.current) {
      leaving.current.add(id)
      return
    }
    client.setQueryData<CallPages>(queryKey, (data) => (data ? withoutRows(data, new Set([id])) : data))
  }

  const patchClaim = (id: string, claim: { by: CallRow['agent']; until: string | undefined } | undefined) => {
    client.setQueryData<CallPages>(queryKey, (data) => {
      const row = data?.pages.flatMap((page) => page.data).find((candidate) => candidate.id === id)
      if (!data || !row) return data
      const { claim: _old, ...rest } = row
      const next = claim?.by && claim.until ? { ...rest, claim: { by: claim.by, until: claim.until } } : rest
      return withUpdated(data, next)
    })
  }

  return { waiting: arrived.size, show, onHeld, flashes }
}
