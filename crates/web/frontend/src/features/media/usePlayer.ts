import { useEffect, useMemo, useRef, useState } from 'react'
import type { MediaRecording } from '@/api/types'
import { readPreference, writePreference } from '@/lib/preferences'
import { afterSilence, silences } from './silence'

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2] as const

const SPEED = 'recording-speed'
const SKIP = 'recording-skip-silence'
/** A link that breaks is asked for again at most so often. */
const RENEW_MS = 3_000

export interface Player {
  playing: boolean
  /** The sound is not there yet, or not as fast as it is played. */
  waiting: boolean
  failed: boolean
  time: number
  duration: number
  speed: number
  skipsSilence: boolean
  toggle: () => void
  seek: (to: number) => void
  setSpeed: (speed: number) => void
  setSkipsSilence: (skips: boolean) => void
}

/** Where each call was left, so that the other tab goes on there. */
const places = new Map<string, number>()

/**
 * Plays a recording. `source` is a link that opens for a few minutes; `renew` asks for another one when it no longer
 * does, and the sound goes on where it was.
 */
export function usePlayer(call: string, recording: MediaRecording, renew: () => Promise<string>): Player {
  const duration = (recording.duration_ms ?? 0) / 1000
  const [audio] = useState(() => new Audio())
  const [playing, setPlaying] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const [failed, setFailed] = useState(false)
  const [time, setTime] = useState(() => places.get(call) ?? 0)
  const [speed, setSpeedState] = useState(() => speedOf(readPreference<number>(SPEED, 1)))
  const [skipsSilence, setSkips] = useState(() => readPreference<boolean>(SKIP, false))
  const pauses = useMemo(
    () => (recording.peaks ? silences(recording.peaks, duration) : []),
    [recording.peaks, duration],
  )
  const source = recording.download_url
  const skips = useRef(skipsSilence)
  skips.current = skipsSilence
  const asks = useRef(renew)
  asks.current = renew

  useEffect(() => {
    audio.playbackRate = speed
    audio.defaultPlaybackRate = speed
  }, [audio, speed])

  useEffect(() => {
    let renewed = 0
    let frame = 0
    audio.preload = 'none'
    const follow = () => {
      const to = skips.current ? afterSilence(pauses, audio.currentTime) : undefined
      if (to !== undefined) audio.currentTime = to
      setTime(audio.currentTime)
      places.set(call, audio.currentTime)
      if (!audio.paused) frame = requestAnimationFrame(follow)
    }
    const started = () => {
      setPlaying(true)
      setFailed(false)
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(follow)
    }
    const stopped = () => {
      setPlaying(false)
      setWaiting(false)
    }
    const broke = () => {
      if (!audio.src || audio.src === window.location.href) return
      const wasPlaying = !audio.paused
      const at = places.get(call) ?? 0
      if (Date.now() - renewed < RENEW_MS) {
        setFailed(true)
        stopped()
        return
      }
      renewed = Date.now()
      asks.current().then(
        (link) => {
          audio.src = link
          audio.currentTime = at
          if (wasPlaying) void audio.play().catch(() => setFailed(true))
        },
        () => {
          setFailed(true)
          stopped()
        },
      )
    }
    const events: [string, () => void][] = [
      ['play', started],
      ['pause', stopped],
      ['ended', stopped],
      ['waiting', () => setWaiting(true)],
      ['playing', () => setWaiting(false)],
      ['seeked', follow],
      ['error', broke],
    ]
    for (const [name, handle] of events) audio.addEventListener(name, handle)
    return () => {
      for (const [name, handle] of events) audio.removeEventListener(name, handle)
      cancelAnimationFrame(frame)
      audio.pause()
    }
  }, [audio, call, pauses])

  const load = () => {
    if (!source || audio.src) return
    audio.src = source
    audio.currentTime = places.get(call) ?? 0
    audio.playbackRate = speed
  }
  const seek = (to: number) => {
    const at = Math.min(Math.max(0, to), duration)
    places.set(call, at)
    setTime(at)
    load()
    audio.currentTime = at
  }
  return {
    playing,
    waiting,
    failed,
    time,
    duration,
    speed,
    skipsSilence,
    seek,
    toggle: () => {
      load()
      if (!audio.paused) return audio.pause()
      if (audio.currentTime >= duration - 0.1) audio.currentTime = 0
      // What breaks tells so by its own event.
      void audio.play().catch(() => undefined)
    },
    setSpeed: (next) => {
      writePreference(SPEED, next)
      setSpeedState(next)
    },
    setSkipsSilence: (next) => {
      writePreference(SKIP, next)
      setSkips(next)
    },
  }
}

function speedOf(kept: number): number {
  return SPEEDS.find((speed) => speed === kept) ?? 1
}
