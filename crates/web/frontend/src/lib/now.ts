import { useSyncExternalStore } from 'react'

/**
 * One ticking clock for the whole page. Two rates: a second for running timers, half a minute for
 * "5m ago". A thousand cells share one interval, and none runs when nobody looks.
 */
class Ticker {
  private now = Date.now()
  private timer: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Set<() => void>()

  constructor(private readonly every: number) {}

  subscribe = (notify: () => void): (() => void) => {
    this.listeners.add(notify)
    if (this.timer === undefined) {
      this.now = Date.now()
      this.timer = setInterval(this.tick, this.every)
    }
    return () => {
      this.listeners.delete(notify)
      if (this.listeners.size === 0) {
        clearInterval(this.timer)
        this.timer = undefined
      }
    }
  }

  read = (): number => this.now

  private readonly tick = () => {
    this.now = Date.now()
    for (const notify of this.listeners) notify()
  }
}

const second = new Ticker(1000)
const halfMinute = new Ticker(30_000)

/** The current time in milliseconds, moving at the given rate. */
export function useNow(rate: 'second' | 'slow' = 'slow'): number {
  const ticker = rate === 'second' ? second : halfMinute
  return useSyncExternalStore(ticker.subscribe, ticker.read, Date.now)
}
