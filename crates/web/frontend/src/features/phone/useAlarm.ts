import { useReducedMotion } from '@mantine/hooks'
import { useEffect } from 'react'
import { showInTitle } from './titleSign'
import { startRinging } from './tones'

/** Makes heard and seen that somebody rings, also from a tab in the background. `text` is undefined while nobody does. */
export function useAlarm(text: string | undefined, aloud: boolean): void {
  const steady = useReducedMotion()
  const ringing = text !== undefined
  useEffect(() => {
    if (text !== undefined) return showInTitle(text, steady)
  }, [text, steady])
  useEffect(() => {
    if (ringing && aloud) return startRinging()
  }, [ringing, aloud])
}
