import type { CallRow, Presence } from '@/api/types'
import { useShortcuts } from '@/lib/shortcuts'
import { hangUp, mute } from './actions'
import { presencePatch } from './presence'
import { phone } from './store'
import { isBusy, type Talk } from './talk'
import { type Duty, useStationChange } from './useStation'
import { PRESENCE } from './words'

const GROUP = 'Telephone (h for handset)'
const KEYS: readonly [string, Presence][] = [
  ['h a', 'available'],
  ['h w', 'away'],
  ['h o', 'offline'],
]

interface Keys {
  duty: Duty
  front: CallRow | undefined
  talk: Talk | null
  take: (call: CallRow) => void
}

/** Everything that the telephone does by the keyboard. */
export function usePhoneKeys({ duty: { station }, front, talk, take }: Keys): void {
  const change = useStationChange()
  const provider = station?.provider ?? ''
  const busy = isBusy(talk)
  useShortcuts([
    ...KEYS.map(([keys, presence]) => ({
      keys,
      label: PRESENCE[presence].label,
      group: GROUP,
      run: () => change.mutate(presencePatch(station, presence)),
    })),
    { keys: 'h s', label: 'Telephone settings', group: GROUP, run: () => phone.openSettings() },
  ])
  useShortcuts(
    [
      { keys: 'h t', label: 'Answer', group: GROUP, run: () => front && take(front) },
      { keys: 'h i', label: 'Ignore', group: GROUP, run: () => front && phone.ignore(front.id) },
    ],
    front !== undefined && !busy,
  )
  useShortcuts(
    [
      { keys: 'h e', label: 'Hang up', group: GROUP, run: () => void hangUp(provider) },
      { keys: 'h m', label: 'Mute', group: GROUP, run: () => void mute(!talk?.muted, provider) },
    ],
    busy,
  )
}
