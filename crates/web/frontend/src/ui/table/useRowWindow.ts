import { type RefObject, useCallback, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Browsers stop drawing beyond about 33 million pixels. */
const TALLEST = 30_000_000
/** Rows drawn outside of the visible part on each side. */
const OVERSCAN = 14

export interface RowWindow {
  /** First and one past the last row to draw. */
  first: number
  end: number
}

/** How many rows a list may have on screen; beyond it nobody scrolls anyway. */
export function drawable(count: number, rowHeight: number): number {
  return Math.min(count, Math.floor(TALLEST / rowHeight))
}

/** Which rows of equal height are worth drawing at a scroll position. */
export function windowAt(top: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN)
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + OVERSCAN)
  return { first: Math.min(first, count), end }
}

/**
 * Follows a scrolling element. Draws within the scroll event itself, so that a fast wheel never shows an empty
 * frame.
 */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [view, setView] = useState({ top: 0, height: 800 })

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const onScroll = () => flushSync(read)
    read()
    element.addEventListener('scroll', onScroll, { passive: true })
    const resized = new ResizeObserver(read)
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      resized.disconnect()
    }
  }, [scroller])

  const scrollTo = useCallback(
    (index: number, headHeight: number) => {
      const element = scroller.current
      if (!element) return
      const top = index * rowHeight
      const room = element.clientHeight - headHeight
      if (top < element.scrollTop) element.scrollTop = top
      else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room
    },
    [scroller, rowHeight],
  )

  return { ...windowAt(view.top, view.height, rowHeight, count), scrolled: view.top > 4, scrollTo }
}
