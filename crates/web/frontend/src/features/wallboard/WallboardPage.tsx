import { useFullscreenDocument } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { LiveState } from '@/api/live'
import { useMe } from '@/api/session'
import type { Wallboard } from '@/api/types'
import { useLiveState } from '@/api/useLive'
import { useNow } from '@/lib/now'
import { useShortcuts } from '@/lib/shortcuts'
import { formatClock } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { Agents } from './Agents'
import { clockSkew, clockText, lightOf, STALE_MS, spanText } from './lights'
import { Tile } from './Tile'
import { useWallboard } from './useWallboard'
import c from './wallboard.module.css'

/** The desk for a screen on the wall: dark, no caller named, nothing to click that matters. */
export function WallboardPage() {
  const query = useWallboard()
  const state = useLiveState()
  if (!query.data) {
    return (
      <div className={c.wall}>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows />
        )}
      </div>
    )
  }
  return <Board board={query.data} receivedAt={query.dataUpdatedAt} state={state} />
}

function Board({ board, receivedAt, state }: { board: Wallboard; receivedAt: number; state: LiveState }) {
  const { workspace } = useMe()
  const zone = useZone()
  const here = useNow('second')
  const now = here - clockSkew(board, receivedAt)
  const stale = here - receivedAt > STALE_MS
  return (
    <div className={c.wall} data-stale={stale || undefined}>
      <header className={c.head}>
        <h1>{workspace.name}</h1>
        <Banner state={state} stale={stale} age={here - receivedAt} />
        <span className="grow" />
        <Tools />
        <time className={`${c.clock} num`}>{formatClock(now, zone)}</time>
      </header>
      <FirstRow board={board} now={now} />
      <Agents agents={board.agents} withProgram={board.with_program} now={now} short={useShortNames()} />
      <LastRow board={board} />
    </div>
  )
}

function FirstRow({ board, now }: { board: Wallboard; now: number }) {
  const wait = instant(board.longest_wait.since)
  const unreturned = instant(board.unreturned.since)
  return (
    <section className={c.row} aria-label="Calls now and today">
      <Tile
        label="Waiting now"
        value={String(board.waiting.value)}
        light={board.waiting.light}
        note={limit(board.waiting.limit)}
      />
      <Tile
        label="Longest wait"
        value={wait === undefined ? '0:00' : clockText(now - wait)}
        light={lightOf(wait, board.longest_wait.limit_s, now)}
        note={`limit ${spanText(board.longest_wait.limit_s)}`}
      />
      <Tile label="Answered today" value={String(board.answered.value)} />
      <Tile
        label="Missed today"
        value={String(board.missed.value)}
        light={board.missed.light}
        note={limit(board.missed.limit)}
      />
      <Tile
        label="Given up at once"
        value={percent(board.abandoned.percent)}
        light={board.abandoned.light}
        note={`limit ${board.abandoned.limit} %`}
      />
      <Tile
        label="Service level"
        value={percent(board.service_level.percent)}
        light={board.service_level.light}
        note={`target ${board.service_level.limit} % in ${board.service_level_s} s`}
      />
      <Tile
        label="Oldest not returned"
        value={unreturned === undefined ? 'none' : clockText(now - unreturned)}
        light={lightOf(unreturned, board.unreturned.limit_s, now)}
        note={`limit ${spanText(board.unreturned.limit_s)}`}
      />
      <Tile
        label="Promises past due"
        value={String(board.broken_promises.value)}
        light={board.broken_promises.light}
        note={limit(board.broken_promises.limit)}
      />
    </section>
  )
}

function LastRow({ board }: { board: Wallboard }) {
  return (
    <section className={c.row} data-wide aria-label="Bookings and what comes next">
      <Tile
        label="Booking rate today"
        value={percent(board.booking.percent)}
        light={board.booking.light}
        note={`target ${board.booking.limit} %`}
      />
      <Tile
        label="Triage, not taken"
        value={String(board.unclaimed.value)}
        light={board.unclaimed.light}
        note={limit(board.unclaimed.limit)}
      />
      <Tile
        label="Callbacks due within the hour"
        value={String(board.callbacks_next_hour.value)}
        light={board.callbacks_next_hour.light}
        note={limit(board.callbacks_next_hour.limit)}
      />
    </section>
  )
}

/** Why the numbers may be old. */
function Banner({ state, stale, age }: { state: LiveState; stale: boolean; age: number }) {
  if (stale) {
    return (
      <p className={c.banner} role="alert">
        Old numbers: no answer for {Math.round(age / 1000)} s. Trying again by itself.
      </p>
    )
  }
  if (state === 'live' || state === 'connecting') return null
  return (
    <p className={c.banner} role="status">
      The live connection is coming back. Numbers are asked for every few seconds.
    </p>
  )
}

/** Hidden until somebody moves the pointer or comes by keyboard. */
function Tools() {
  const navigate = useNavigate()
  const { toggle, fullscreen } = useFullscreenDocument()
  const short = useShortNames()
  const leave = () => void navigate({ to: '/calls', search: {} })
  const names = () =>
    void navigate({ to: '/wallboard', search: short ? {} : { names: 'initials' }, replace: true })
  const group = 'Wallboard'
  useShortcuts([
    { keys: 'f', label: 'Full screen', group, run: () => void toggle() },
    { keys: 'i', label: 'Names or initials', group, run: names },
    { keys: 'escape', label: 'Leave', group, run: leave },
  ])
  return (
    <span className={c.tools}>
      <button type="button" onClick={names}>
        {short ? 'Whole names' : 'Initials'}
      </button>
      <button type="button" onClick={() => void toggle()}>
        {fullscreen ? 'Leave full screen' : 'Full screen'}
      </button>
      <button type="button" onClick={leave}>
        Back to the desk
      </button>
    </span>
  )
}

function useShortNames(): boolean {
  return useSearch({ from: '/desk/wallboard' }).names === 'initials'
}

function instant(text: string | undefined): number | undefined {
  return text === undefined ? undefined : new Date(text).getTime()
}

function limit(value: number | undefined): string {
  return value === undefined ? '' : `limit ${value}`
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value)} %`
}
