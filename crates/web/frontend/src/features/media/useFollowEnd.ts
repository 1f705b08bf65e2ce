import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

interface FollowEnd {
  /** An empty element behind the last line. */
  end: RefObject<HTMLDivElement | null>
  /** Whether the reader has scrolled away from the end of something that grows. */
  away: boolean
  toEnd: () => void
}

/** Keeps the end in view while lines are added, unless the reader has scrolled up to read. */
export function useFollowEnd(lines: number, growing: boolean): FollowEnd {
  const end = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [away, setAway] = useState(false)
  const toEnd = () => end.current?.scrollIntoView({ block: 'nearest' })

  useEffect(() => {
    const mark = end.current
    if (!mark || !growing) return
    const observer = new IntersectionObserver(([seen]) => {
      following.current = seen?.isIntersecting ?? true
      setAway(!following.current)
    })
    observer.observe(mark)
    return () => observer.disconnect()
  }, [growing])

  // Before anything is painted, so that a new line does not first push the end out of view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves it
  useLayoutEffect(() => {
    if (growing && following.current) end.current?.scrollIntoView({ block: 'nearest' })
  }, [lines, growing])

  return { end, away: growing && away, toEnd }
}
