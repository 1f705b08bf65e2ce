/** A browser that has been silent for 75 seconds is not rung any more; a hidden tab may run its timers once a minute. */
export const BEAT_MS = 30_000
/** So many beats in a row must fail before somebody is told. */
const FAILURES_TO_TELL = 2

/**
 * Says again and again that this browser is there, from now on until what is returned is called. `heard` tells whether
 * the server knows it.
 */
export function startHeartbeat(beat: () => Promise<unknown>, heard: (ok: boolean) => void): () => void {
  let failures = 0
  let stopped = false
  const once = async () => {
    try {
      await beat()
      failures = 0
    } catch {
      failures += 1
    }
    if (!stopped && (failures === 0 || failures >= FAILURES_TO_TELL)) heard(failures === 0)
  }
  void once()
  const timer = setInterval(() => void once(), BEAT_MS)
  return () => {
    stopped = true
    clearInterval(timer)
  }
}
