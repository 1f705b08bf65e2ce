import { type PointerEvent, useRef } from 'react'

const LONG_MS = 450
/** A finger that moves further scrolls. */
const STILL_PX = 10

/** Tells a long press of a finger from a tap and from scrolling. The click that follows is not meant: ask `wasLong`. */
export function useLongPress(onLong: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const start = useRef({ x: 0, y: 0 })
  const long = useRef(false)
  const end = () => clearTimeout(timer.current)
  return {
    wasLong: () => {
      const was = long.current
      long.current = false
      return was
    },
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        long.current = false
        if (event.pointerType === 'mouse') return
        start.current = { x: event.clientX, y: event.clientY }
        timer.current = setTimeout(() => {
          long.current = true
          onLong()
        }, LONG_MS)
      },
      onPointerMove: (event: PointerEvent) => {
        const { x, y } = start.current
        if (Math.hypot(event.clientX - x, event.clientY - y) > STILL_PX) end()
      },
      onPointerUp: end,
      onPointerCancel: end,
      onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
    },
  }
}
