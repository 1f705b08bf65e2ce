/** Runs at once, then at most once per `ms`; a call in between is not lost but runs at the end of the wait. */
export function throttle(run: () => void, ms: number): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const step = () => {
    if (waiting !== undefined) {
      again = true
      return
    }
    run()
    waiting = setTimeout(() => {
      waiting = undefined
      if (again) {
        again = false
        step()
      }
    }, ms)
  }
  return step
}
