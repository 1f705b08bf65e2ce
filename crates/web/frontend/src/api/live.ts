import { withoutTurns } from '@/lib/turns'
import type { CallRow, FollowUpRow, Notification, PersonRef, Simulator } from './types'

/** What the server pushes. `seq` grows by one with each event of the workspace and has no gaps. */
export type LiveMessage =
  | { type: 'hello' | 'reset'; seq: number }
  | { type: 'new_call' | 'call_updated'; seq: number; call: CallRow }
  | { type: 'call_claimed' | 'call_released'; seq: number; call_id: string; by?: PersonRef; until?: string }
  | { type: 'calls_imported'; seq: number; rows: number }
  | { type: 'calls_changed'; seq: number; calls: number }
  | { type: 'job_finished'; seq: number; job_id: string; kind: string; state: string }
  | { type: 'follow_up_updated' | 'follow_up_due' | 'sla_breach'; seq: number; follow_up: FollowUpRow }
  /** The follow-up itself comes only when it was still there to be read. */
  | { type: 'follow_up_deleted'; seq: number; follow_up_id?: string; follow_up?: FollowUpRow }
  | { type: 'message_received' | 'conversation_updated'; seq: number; conversation_id: string }
  /** More of what is said in a call was written down, or how far that is has changed. */
  | { type: 'transcript_grew'; seq: number; call_id: string }
  | { type: 'customer_updated'; seq: number; customer_id: string }
  | { type: 'room_changed'; seq: number; call_id: string }
  | { type: 'settings_changed'; seq: number; kind: string }
  | ({ type: 'simulator'; seq: number } & Simulator)
  | { type: 'notification'; seq: number; notification: Notification }

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 15_000
/** Failures in a row after which the page says "offline" instead of "reconnecting". */
const FAILURES_TO_OFFLINE = 4

/** How long to wait before the next attempt: doubling, and spread so that a thousand pages do not return at once. */
export function retryDelay(failures: number, random = Math.random()): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1))
  return full / 2 + (full / 2) * random
}

/**
 * The page's one WebSocket. It remembers the last `seq` it has seen and asks for everything after it when it
 * comes back, so nothing is missed; the server answers `reset` when that would be too much.
 */
export class LiveConnection {
  private socket: WebSocket | null = null
  private seq: number | null = null
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private running = false
  private current: LiveState = 'connecting'
  private readonly stateListeners = new Set<() => void>()
  private readonly handlers = new Set<(message: LiveMessage) => void>()

  constructor(private readonly url: () => string = defaultUrl) {}

  start(): void {
    if (this.running) return
    this.running = true
    window.addEventListener('online', this.hurry)
    window.addEventListener('offline', this.drop)
    this.open()
  }

  stop(): void {
    this.running = false
    window.removeEventListener('online', this.hurry)
    window.removeEventListener('offline', this.drop)
    clearTimeout(this.timer)
    this.socket?.close()
    this.socket = null
    this.seq = null
    this.failures = 0
    this.become('connecting')
  }

  readonly state = (): LiveState => this.current

  readonly subscribeState = (notify: () => void): (() => void) => {
    this.stateListeners.add(notify)
    return () => this.stateListeners.delete(notify)
  }

  /** Hears every message from now on. Returns how to stop. */
  readonly subscribe = (handler: (message: LiveMessage) => void): (() => void) => {
    this.handlers.add(handler)
    return () => this.handlers.delete(handler)
  }

  private open(): void {
    clearTimeout(this.timer)
    const address = this.seq === null ? this.url() : `${this.url()}?after=${this.seq}`
    const socket = new WebSocket(address)
    this.socket = socket
    socket.onmessage = (event) => {
      if (socket === this.socket) this.receive(String(event.data))
    }
    socket.onclose = () => {
      if (socket === this.socket) this.retry()
    }
  }

  private receive(text: string): void {
    const message = JSON.parse(withoutTurns(text)) as LiveMessage
    if (message.type === 'hello') {
      this.failures = 0
      this.become('live')
      if (this.seq !== null) return
      // The first hello tells where the feed stands; later ones are followed by what was missed.
      this.seq = message.seq
      for (const handle of this.handlers) handle(message)
      return
    }
    if (message.type !== 'reset' && this.seq !== null && message.seq < this.seq) return
    this.seq = Math.max(this.seq ?? 0, message.seq)
    for (const handle of this.handlers) handle(message)
  }

  private retry(): void {
    this.socket = null
    if (!this.running) return
    this.failures += 1
    this.become(this.failures >= FAILURES_TO_OFFLINE || !navigator.onLine ? 'offline' : 'reconnecting')
    this.timer = setTimeout(() => this.open(), retryDelay(this.failures))
  }

  private readonly hurry = () => {
    if (this.socket === null) this.open()
  }

  private readonly drop = () => {
    this.socket?.close()
  }

  private become(state: LiveState): void {
    if (this.current === state) return
    this.current = state
    for (const notify of this.stateListeners) notify()
  }
}

function defaultUrl(): string {
  return `${window.location.origin.replace(/^http/, 'ws')}/ws/calls`
}

export const live = new LiveConnection()
