import { Tooltip } from '@mantine/core'
import type { LiveState } from '@/api/live'
import { useLiveState } from '@/api/useLive'
import type { Tone } from '@/lib/tone'
import { StatusDot } from '@/ui/StatusDot'
import c from './shell.module.css'

const FACES: Record<LiveState, { tone: Tone; label: string; hint: string }> = {
  connecting: { tone: 'mute', label: 'Connecting', hint: 'Opening the live connection' },
  live: { tone: 'ok', label: 'Live', hint: 'Changes by others appear at once' },
  reconnecting: {
    tone: 'warn',
    label: 'Reconnecting',
    hint: 'The line dropped; what was missed will be caught up',
  },
  offline: { tone: 'bad', label: 'Offline', hint: 'What you see may be old. Trying again by itself.' },
}

/** Whether the page follows what happens. */
export function ConnectionDot() {
  const { tone, label, hint } = FACES[useLiveState()]
  return (
    <Tooltip label={hint}>
      <span className={c.connection} role="status" aria-live="polite">
        <StatusDot tone={tone}>
          <span className={tone === 'ok' ? 'desktop-only' : undefined}>{label}</span>
        </StatusDot>
      </span>
    </Tooltip>
  )
}
