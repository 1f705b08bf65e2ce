import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { throttle } from '@/lib/throttle'
import { keys } from './keys'
import { type LiveMessage, type LiveState, live } from './live'

/** Whether what the page shows is current. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(live.subscribeState, live.state)
}

/** Hears live messages while the component is mounted. */
export function useLiveMessages(handle: (message: LiveMessage) => void): void {
  const latest = useRef(handle)
  useEffect(() => {
    latest.current = handle
  })
  useEffect(() => live.subscribe((message) => latest.current(message)), [])
}

/** Keeps the socket open while somebody is signed in, and the cache up to date. Mounted once, by the shell. */
export function useLiveConnection(): void {
  const client = useQueryClient()
  useEffect(() => {
    const unsubscribe = live.subscribe(cacheUpdater(client))
    live.start()
    return () => {
      unsubscribe()
      live.stop()
    }
  }, [client])
}

/**
 * Everything that pages have loaded and a message makes old is asked for again; several messages in a row (a
 * storm) cost one request per second and kind. Lists of calls patch themselves, see features/calls.
 */
export function cacheUpdater(client: QueryClient): (message: LiveMessage) => void {
  const refresh = (queryKey: readonly unknown[], ms = 1000) =>
    throttle(() => void client.invalidateQueries({ queryKey }), ms)
  const counts = refresh(keys.notifications.counts, 2000)
  const notices = refresh(keys.notifications.list, 2000)
  const triage = refresh(keys.triage.all)
  // The server keeps these numbers for a few seconds; asking sooner would be told the same.
  const viewCounts = refresh(keys.calls.viewCounts, 5000)
  const followUps = refresh(keys.followUps.all)
  const consent = refresh(keys.consent.all)
  // Somebody may be ringing; it is asked at once.
  const invitations = refresh(keys.rooms.invitations, 300)
  const texts = refresh(keys.texts.conversations)
  const customers = refresh(keys.customers.all, 3000)
  const openCalls = refresh(['calls', 'detail'], 3000)
  // Lists that are open read what they show by themselves; those that were left are read when somebody comes back.
  const leftLists = throttle(() => {
    void client.invalidateQueries({ queryKey: keys.calls.lists, type: 'inactive' })
    void client.invalidateQueries({ queryKey: keys.calls.counts, type: 'inactive' })
  }, 1000)

  // Each sentence is told; whoever reads along asks once a second.
  const grown = new Set<string>()
  const transcripts = throttle(() => {
    for (const call of grown) void client.invalidateQueries({ queryKey: keys.calls.transcript(call) })
    grown.clear()
  }, 1000)

  return (message) => {
    switch (message.type) {
      case 'reset':
        void client.resetQueries({ queryKey: keys.calls.lists })
        void client.invalidateQueries({ predicate: (query) => !isCallList(query.queryKey) })
        return
      case 'new_call':
      case 'call_updated':
        counts()
        triage()
        viewCounts()
        void client.invalidateQueries({ queryKey: keys.calls.audit(message.call.id) })
        void client.invalidateQueries({ queryKey: keys.calls.media(message.call.id) })
        return
      case 'transcript_grew':
        grown.add(message.call_id)
        transcripts()
        return
      case 'call_claimed':
      case 'call_released':
        triage()
        return
      case 'calls_imported':
        leftLists()
        counts()
        triage()
        viewCounts()
        return
      case 'calls_changed':
        leftLists()
        counts()
        triage()
        openCalls()
        return
      case 'job_finished':
        void client.invalidateQueries({ queryKey: keys.activity.all })
        void client.invalidateQueries({ queryKey: keys.exports.all })
        return
      case 'follow_up_updated':
      case 'follow_up_due':
      case 'sla_breach':
      case 'follow_up_deleted':
        counts()
        followUps()
        triage()
        if (message.follow_up?.call_id) {
          void client.invalidateQueries({ queryKey: keys.calls.detail(message.follow_up.call_id) })
        }
        return
      case 'message_received':
      case 'conversation_updated':
        texts()
        return
      case 'customer_updated':
        customers()
        return
      case 'room_changed':
        void client.invalidateQueries({ queryKey: keys.rooms.room(message.call_id) })
        invitations()
        return
      case 'settings_changed':
        if (message.kind === 'call_views') {
          void client.invalidateQueries({ queryKey: keys.calls.views })
          viewCounts()
          return
        }
        if (message.kind === 'consent') {
          consent()
          return
        }
        void client.invalidateQueries({ queryKey: keys.settings.all })
        void client.invalidateQueries({ queryKey: keys.me })
        return
      case 'simulator': {
        const { running, calls_per_minute, storm } = message
        client.setQueryData(keys.simulator, { running, calls_per_minute, storm })
        return
      }
      case 'notification':
        counts()
        notices()
        return
      case 'hello':
        // What was loaded before the feed began may lack what happened in between.
        void client.invalidateQueries({ predicate: isPushed })
        return
    }
  }
}

/** Domains of which the server pushes changes. */
const PUSHED: readonly unknown[] = [
  keys.calls.all[0],
  keys.triage.all[0],
  keys.followUps.all[0],
  keys.notifications.all[0],
  keys.customers.all[0],
  keys.consent.all[0],
  keys.texts.all[0],
  keys.rooms.all[0],
]

function isCallList(key: readonly unknown[]): boolean {
  return key[0] === keys.calls.lists[0] && key[1] === keys.calls.lists[1]
}

function isPushed(query: Query): boolean {
  return PUSHED.includes(query.queryKey[0])
}
