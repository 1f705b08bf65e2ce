import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { keys } from '@/api/keys'
import { dispositionsQuery } from '@/api/session'
import type { CallRow } from '@/api/types'
import { useLiveMessages } from '@/api/useLive'
import { throttle } from '@/lib/throttle'
import { useZone } from '@/lib/zone'
import { type CallPages, has, withClaim, withInserted, withoutRows, withUpdated } from './livePages'
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

const NO_ROWS: ReadonlyMap<string, CallRow> = new Map()
const NO_IDS: ReadonlySet<string> = new Set()
/** How often a list that waits looks whether it is still being read. */
const LOOK_MS = 250
/** A little longer than the fade of a changed row. */
const FADED_MS = 1700

/**
 * Keeps a list current. A row that is shown changes in place and fades; new rows, and rows that no longer
 * belong, wait while the pointer or the focus is in the list.
 */
export function useLiveRows(list: CallList, filters: CallFilters, sort: string | undefined): LiveRows {
  const client = useQueryClient()
  const zone = useZone()
  const { data: dispositions } = useQuery(dispositionsQuery)
  const [arrived, setArrived] = useState(NO_ROWS)
  const [leaving, setLeaving] = useState(NO_IDS)
  const [flashes, setFlashes] = useState<ReadonlyMap<string, number>>(new Map())
  const held = useRef(false)
  const { queryKey } = list
  const newestFirst = (sort ?? OWN_SORT) === OWN_SORT
  const patch = useCallback(
    (change: (data: CallPages) => CallPages) =>
      client.setQueryData<CallPages>(queryKey, (data) => (data ? change(data) : data)),
    [client, queryKey],
  )
  const refreshNumbers = useRefreshNumbers()
  const remember = useRowsDuringFetch(list, patch)
  const readShown = useReadShown(list)

  const show = useCallback(() => {
    if (newestFirst) patch((data) => withoutRows(withInserted(data, [...arrived.values()]), leaving))
    else if (arrived.size > 0) void client.resetQueries({ queryKey })
    setArrived(NO_ROWS)
    setLeaving(NO_IDS)
  }, [client, queryKey, newestFirst, patch, arrived, leaving])

  // What waits is shown as soon as nobody is reading.
  useEffect(() => {
    if (arrived.size + leaving.size === 0) return
    const timer = setInterval(() => {
      if (!held.current) show()
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [arrived, leaving, show])

  // Another list starts without the leftovers of the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the list
  useEffect(() => {
    setArrived(NO_ROWS)
    setLeaving(NO_IDS)
  }, [queryKey])

  const flash = (id: string) => {
    setFlashes((before) => new Map(before).set(id, (before.get(id) ?? 0) + 1))
    // Forgotten when it has faded, or it would flash again whenever the row is scrolled back into view.
    setTimeout(() => setFlashes((before) => withoutFlash(before, id)), FADED_MS)
  }

  const receive = (call: CallRow) => {
    const data = client.getQueryData<CallPages>(queryKey)
    if (!data) return
    const classOf = (key: string) => dispositions?.find((disposition) => disposition.key === key)?.class
    const belongs = matches(call, filters, { now: Date.now(), zone, classOf })
    if (has(data, call.id)) {
      patch((pages) => withUpdated(pages, call))
      remember(call)
      flash(call.id)
      setLeaving((before) => toggled(before, call.id, !belongs))
    } else if (belongs) {
      setArrived((before) => new Map(before).set(call.id, call))
    } else {
      setArrived((before) => (before.has(call.id) ? without(before, call.id) : before))
    }
  }

  useLiveMessages((message) => {
    switch (message.type) {
      case 'call_claimed':
        patch((pages) => withClaim(pages, message.call_id, message.by, message.until))
        return
      case 'call_released':
        patch((pages) => withClaim(pages, message.call_id, undefined, undefined))
        return
      case 'calls_changed':
      case 'calls_imported':
      case 'job_finished':
        refreshNumbers()
        readShown()
        return
      case 'new_call':
      case 'call_updated':
        refreshNumbers()
        receive(message.call)
        return
      default:
        return
    }
  })

  const onHeld = useCallback((next: boolean) => {
    held.current = next
  }, [])
  return { waiting: arrived.size, show, onHeld, flashes }
}

/** Totals follow at most every three seconds: they cost the server more than a row. */
function useRefreshNumbers(): () => void {
  const client = useQueryClient()
  return useMemo(
    () =>
      throttle(() => {
        void client.invalidateQueries({ queryKey: keys.calls.counts })
        void client.invalidateQueries({ queryKey: ['calls', 'metrics'] })
      }, 3000),
    [client],
  )
}

/** Where many calls change at once, what is on screen is read anew, at most every two seconds. */
function useReadShown({ readShown }: CallList): () => void {
  const latest = useRef(readShown)
  useEffect(() => {
    latest.current = readShown
  })
  // A read that fails leaves the rows as they are; the next message reads again.
  return useMemo(() => throttle(() => void latest.current().catch(() => undefined), 2000), [])
}

/**
 * A page that is being loaded will be added to the pages as they were when the request began; rows that changed
 * since would fall back. They are put in again when it has arrived.
 */
function useRowsDuringFetch(list: CallList, patch: (change: (data: CallPages) => CallPages) => void) {
  const changed = useRef(new Map<string, CallRow>())
  const fetching = useRef(list.fetching)
  useEffect(() => {
    fetching.current = list.fetching
    if (list.fetching || changed.current.size === 0) return
    const rows = [...changed.current.values()]
    changed.current.clear()
    patch((data) => rows.reduce(withUpdated, data))
  }, [list.fetching, patch])
  return useCallback((call: CallRow) => {
    if (fetching.current) changed.current.set(call.id, call)
  }, [])
}

function withoutFlash(flashes: ReadonlyMap<string, number>, id: string): ReadonlyMap<string, number> {
  return new Map([...flashes].filter(([other]) => other !== id))
}

function toggled(ids: ReadonlySet<string>, id: string, present: boolean): ReadonlySet<string> {
  if (ids.has(id) === present) return ids
  return present ? new Set([...ids, id]) : new Set([...ids].filter((other) => other !== id))
}

function without(rows: ReadonlyMap<string, CallRow>, id: string): ReadonlyMap<string, CallRow> {
  return new Map([...rows].filter(([other]) => other !== id))
}
