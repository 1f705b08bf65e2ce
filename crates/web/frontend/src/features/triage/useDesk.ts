import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useMe } from '@/api/session'
import type { CallDetail, Disposition } from '@/api/types'
import { nameOfCaller } from '@/features/call/number'
import { callQuery, etagOf } from '@/features/call/queries'
import { useZone } from '@/lib/zone'
import { toastError, toastMend } from '@/ui/toast'
import { changedNotes, collisionsOf, type Draft, requestOf, writeOn } from './draft'
import { queueQuery } from './queries'
import { type TriageSession, undoable, withDone, withoutDone, withoutSkips, withSkipped } from './session'
import { forget } from './stored'
import { claim, type Holder, holderOf, release, useClaimRenewal } from './useClaim'
import { useSession } from './useSession'

/** Where the desk stands with the call at hand. */
export type Phase =
  | { at: 'claiming' }
  | { at: 'working'; id: string; reason: string; since: number }
  /** The outcome is saved; unless `staying`, the next call comes by itself. */
  | { at: 'saved'; id: string; staying: boolean }
  | { at: 'held'; id: string; holder: Holder }
  | { at: 'empty' }
  | { at: 'failed'; error: unknown; id?: string }

export interface Desk {
  phase: Phase
  session: TriageSession
  busy: boolean
  next: () => Promise<void>
  open: (id: string, takeOver?: boolean) => Promise<void>
  save: (call: CallDetail, draft: Draft, rule: Disposition) => Promise<void>
  skip: (call: CallDetail, draft: Draft, reason?: string) => Promise<void>
  previous: () => Promise<void>
  undo: () => Promise<void>
  stay: () => void
  reviewSkipped: () => void
  leave: () => Promise<void>
}

/** Under which a member's draft of a call is kept; a colleague in the same tab has his own. */
export const draftKey = (member: string, call: string) => `callboard.triage.draft.${member}.${call}`

/** The calls come one at a time: claims them, saves their outcomes, moves on, goes back. */
export function useDesk(): Desk {
  const client = useQueryClient()
  const navigate = useNavigate()
  const wanted = useSearch({ from: '/desk/triage' }).call
  const [phase, setPhase] = useState<Phase>({ at: 'claiming' })
  const [session, changeSession] = useSession()
  const me = useMe().member.id
  const zone = useZone()
  const [busy, setBusy] = useState(false)
  /** Counts what the person wants to see: what was wanted before no longer moves the desk when it is answered. */
  const wish = useRef(0)
  const supersede = useCallback(() => {
    wish.current += 1
    setBusy(false)
    return wish.current
  }, [])
  const trail = useRef<string[]>([])
  const skipped = useRef<string[]>([])
  skipped.current = session.skipped.map((call) => call.id)

  /** How often the next call is being asked for. */
  const asking = useRef(0)

  /** Opens a call from a message that is there longer than what showed it. */
  const reopen = useRef<(id: string) => void>(() => undefined)

  const show = useCallback(
    (call: CallDetail, reason: string) => {
      client.setQueryData(callQuery(call.id).queryKey, call)
      if (!trail.current.includes(call.id)) trail.current.push(call.id)
      setPhase({ at: 'working', id: call.id, reason, since: Date.now() })
      void navigate({ to: '/triage', search: { call: call.id }, replace: true })
      void client.invalidateQueries({ queryKey: keys.triage.all })
    },
    [client, navigate],
  )

  /** The server hands out the held call again until it is decided or passed over, so no reload gets past it. */
  const next = useCallback(
    async (reason?: string) => {
      const mine = supersede()
      setBusy(true)
      asking.current += 1
      try {
        const { data, response } = await api.POST('/calls/queue/triage/claim-next', {
          body: {
            ...(skipped.current.length > 0 ? { skip: skipped.current } : {}),
            ...(reason ? { skip_reason: reason } : {}),
          },
        })
        if (mine !== wish.current) {
          // Asked twice, the server hands out the same call; the other answer shows it.
          if (asking.current === 1) await giveBack(data?.call, reopen.current)
          return
        }
        if (response.status === 204 || !data) {
          setPhase({ at: 'empty' })
          void navigate({ to: '/triage', search: {}, replace: true })
          void client.invalidateQueries({ queryKey: keys.triage.all })
        } else show(data.call, data.reason)
      } catch (error) {
        if (mine === wish.current) setPhase({ at: 'failed', error })
      } finally {
        asking.current -= 1
        if (mine === wish.current) setBusy(false)
      }
    },
    [client, navigate, show, supersede],
  )

  const open = useCallback(
    async (id: string, takeOver = false) => {
      const mine = supersede()
      setBusy(true)
      try {
        const { call } = await claim(id, takeOver)
        if (mine !== wish.current) return
        const queue = client.getQueryData(queueQuery.queryKey)
        show(call, queue?.priorities.find((item) => item.call.id === id)?.reason ?? '')
      } catch (error) {
        if (mine !== wish.current) return
        const holder = holderOf(error)
        setPhase(holder ? { at: 'held', id, holder } : { at: 'failed', error, id })
      } finally {
        if (mine === wish.current) setBusy(false)
      }
    },
    [client, show, supersede],
  )

  reopen.current = (id) => void open(id)

  useFirstCall(session.done.some((call) => call.id === wanted) ? undefined : wanted, open, next)
  const working = phase.at === 'working' ? phase.id : undefined
  useClaimRenewal(working, (holder) => working && setPhase({ at: 'held', id: working, holder }))

  /** Runs one request and shows its failure; false when it failed. */
  const attempt = async (run: () => Promise<void>): Promise<boolean> => {
    setBusy(true)
    try {
      await run()
      return true
    } catch (error) {
      toastError(error)
      return false
    } finally {
      setBusy(false)
    }
  }

  const reload = (id: string) => client.fetchQuery({ ...callQuery(id), staleTime: 0 })

  const save = async (call: CallDetail, draft: Draft, rule: Disposition) => {
    const since = phase.at === 'working' ? phase.since : Date.now()
    const mine = wish.current
    setBusy(true)
    try {
      const answer = await writeOn(
        call,
        (on) =>
          dataOf(
            api.POST('/calls/{id}/outcome', {
              ...versionOf(on),
              body: requestOf(draft, on, rule, Date.now(), zone),
            }),
          ),
        () => reload(call.id),
        (fresh) => collisionsOf(draft, fresh).length > 0,
      )
      forget(draftKey(me, call.id))
      client.setQueryData(callQuery(call.id).queryKey, answer.call)
      const seconds = Math.max(1, Math.round((Date.now() - since) / 1000))
      changeSession((before) =>
        withDone(before, {
          id: call.id,
          name: nameOfCaller(call),
          outcome: rule.label,
          seconds,
          ...(answer.undo_until ? { undoUntil: answer.undo_until } : {}),
        }),
      )
      if (mine === wish.current) setPhase({ at: 'saved', id: call.id, staying: false })
      void client.invalidateQueries({ queryKey: keys.triage.all })
    } finally {
      setBusy(false)
    }
  }

  const skip = async (call: CallDetail, draft: Draft, reason?: string) => {
    const kept = await attempt(() =>
      writeOn(
        call,
        async (on) => {
          const notes = changedNotes(draft, on)
          if (notes !== undefined) await api.PATCH('/calls/{id}', { ...versionOf(on), body: { notes } })
        },
        () => reload(call.id),
        (fresh) => collisionsOf(draft, fresh).some(({ field }) => field === 'notes'),
      ),
    )
    if (!kept) return
    forget(draftKey(me, call.id))
    const entry = { id: call.id, name: nameOfCaller(call), ...(reason ? { reason } : {}) }
    changeSession((before) => withSkipped(before, entry))
    skipped.current = [...skipped.current, call.id]
    await next(reason)
  }

  const current = 'id' in phase ? phase.id : undefined

  const previous = async () => {
    const at = current === undefined ? trail.current.length : trail.current.indexOf(current)
    const id = trail.current[at - 1]
    if (id === undefined) return
    supersede()
    if (session.done.some((call) => call.id === id)) {
      setPhase({ at: 'saved', id, staying: true })
      return
    }
    await open(id)
  }

  const onward = async () => {
    const at = current === undefined ? -1 : trail.current.indexOf(current)
    const later = at < 0 ? undefined : trail.current.slice(at + 1).find((id) => !isSettled(session, id))
    if (later !== undefined) await open(later)
    else await next()
  }

  /** Also holds back the call that is on its way. */
  const stay = () => {
    supersede()
    setPhase((now) => (now.at === 'saved' ? { ...now, staying: true } : now))
  }

  const undo = async () => {
    const last = undoable(session, Date.now())
    if (!last) return
    stay()
    const undone = await attempt(async () => {
      await api.POST('/calls/{id}/outcome/undo', { params: { path: { id: last.id } } })
    })
    if (!undone) return
    changeSession((before) => withoutDone(before, last.id))
    await open(last.id)
  }

  const leave = async () => {
    supersede()
    if (phase.at === 'working') await attempt(() => release(phase.id))
    await navigate({ to: '/calls', search: {} })
  }

  return {
    phase,
    session,
    busy,
    next: onward,
    open,
    save,
    skip,
    previous,
    undo,
    leave,
    stay,
    reviewSkipped: () => {
      changeSession(withoutSkips)
      skipped.current = []
      void next()
    },
  }
}

/**
 * A call that comes when something else is wanted already is free for colleagues again. An emergency is kept: its alarm went
 * silent when it was claimed, and what one holds is what the server hands out next.
 */
async function giveBack(call: CallDetail | undefined, reopen: (id: string) => void): Promise<void> {
  if (!call) return
  if (call.intent === 'emergency') {
    const take = { label: 'Take it', run: () => reopen(call.id) }
    return toastMend('An emergency waits', nameOfCaller(call), take)
  }
  // What cannot be given back now is free by itself when its claim runs out.
  await release(call.id)
}

/** Which call, and on which version of it: a colleague's change in between is not written over. */
function versionOf(call: CallDetail) {
  return { params: { path: { id: call.id }, header: { 'If-Match': etagOf(call) } } }
}

/** Once: the call of the address, which a reload comes back to, else the first of the queue. */
function useFirstCall(
  wanted: string | undefined,
  open: (id: string) => Promise<void>,
  next: () => Promise<void>,
) {
  const started = useRef(false)
  useEffect(() => {
    if (started.current) return
    started.current = true
    void (wanted ? open(wanted) : next())
  }, [wanted, open, next])
}

function isSettled(session: TriageSession, id: string): boolean {
  return session.done.some((call) => call.id === id) || session.skipped.some((call) => call.id === id)
}
