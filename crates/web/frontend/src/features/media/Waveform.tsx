import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { formatDuration } from '@/lib/time'
import { BAR, bars, GAP } from './bars'
import c from './media.module.css'
import type { Peaks } from './silence'
import type { Player } from './usePlayer'

const HEIGHT = 84
const STEP_S = 5
const LEAP_S = 15

/** The shape of both sides, customer above and agent below; a click or a key goes to a place. */
export function Waveform({ peaks, player }: { peaks: Peaks; player: Player }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useComputedColorScheme('light')
  const { ref, width } = useElementSize()
  const { time, duration } = player
  const played = duration > 0 ? time / duration : 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of the page change with the scheme
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, peaks, width, played)
  }, [peaks, width, played, scheme])

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    player.seek(((event.clientX - box.left) / box.width) * duration)
  }
  const press = (event: KeyboardEvent) => {
    const to = placeOf(event.key, time, duration)
    if (event.key === ' ' || event.key === 'Enter') player.toggle()
    else if (to === undefined) return
    else player.seek(to)
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={ref}
      className={c.wave}
      role="slider"
      tabIndex={0}
      aria-label="Place in the recording"
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(time)}
      aria-valuetext={`${formatDuration(time)} of ${formatDuration(duration)}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        point(event)
      }}
      onPointerMove={(event) => event.buttons === 1 && point(event)}
      onKeyDown={press}
    >
      <canvas ref={canvas} aria-hidden style={{ width: '100%', height: HEIGHT }} />
    </div>
  )
}

/** Where a key leads. */
export function placeOf(key: string, time: number, duration: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return time - STEP_S
    case 'ArrowRight':
    case 'ArrowUp':
      return time + STEP_S
    case 'PageDown':
      return time - LEAP_S
    case 'PageUp':
      return time + LEAP_S
    case 'Home':
      return 0
    case 'End':
      return duration
    default:
      return undefined
  }
}

function draw(canvas: HTMLCanvasElement, peaks: Peaks, width: number, played: number): void {
  const scale = window.devicePixelRatio || 1
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(HEIGHT * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.clearRect(0, 0, width, HEIGHT)
  const style = getComputedStyle(canvas)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const middle = HEIGHT / 2
  // A quiet line fills the height as a loud one does: what matters is who speaks when.
  const loudest = Math.max(30, ...peaks.customer, ...peaks.agent) / 100
  const sides = [
    { line: peaks.customer, up: true, tone: colour('--wave-customer') },
    { line: peaks.agent, up: false, tone: colour('--wave-agent') },
  ]
  for (const { line, up, tone } of sides) {
    bars(line, width).forEach((value, index) => {
      const x = index * (BAR + GAP)
      const height = Math.max(1, Math.min(1, value / loudest) * (middle - 3))
      pen.globalAlpha = x / width <= played ? 1 : 0.38
      pen.fillStyle = tone
      pen.beginPath()
      pen.roundRect(x, up ? middle - 1 - height : middle + 1, BAR, height, 1)
      pen.fill()
    })
  }
  pen.globalAlpha = 1
  pen.fillStyle = colour('--wave-head')
  pen.fillRect(Math.min(width - 1.5, Math.max(0, played * width - 0.75)), 0, 1.5, HEIGHT)
}
