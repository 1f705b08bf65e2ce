import type { CallInvitation, CallRoom, CallRow, Presence } from '@/api/types'
import { useShortcuts } from '@/lib/shortcuts'
import { hangUp, mute } from './actions'
import { presencePatch } from './presence'
import type { useInvited } from './room/useInvited'
import type { RoomActions } from './room/useRoomActions'
import { companyOf } from './room/words'
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
  invitation: CallInvitation | undefined
  invited: ReturnType<typeof useInvited>
  room: CallRoom | null | undefined
  actions: RoomActions
}

/** Everything that the telephone does by the keyboard. */
export function usePhoneKeys(keys: Keys): void {
  const { station } = keys.duty
  const { front, talk, take, invitation, invited, room, actions } = keys
  const change = useStationChange()
  const provider = station?.provider ?? ''
  const busy = isBusy(talk)
  useShortcuts([
    ...KEYS.map(([chord, presence]) => ({
      keys: chord,
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
    [{ keys: 'h t', label: 'Join', group: GROUP, run: () => invitation && invited.accept(invitation) }],
    invitation !== undefined && !busy,
  )
  useShortcuts(
    [{ keys: 'h i', label: 'Not now', group: GROUP, run: () => invitation && invited.decline(invitation) }],
    invitation !== undefined,
  )
  useShortcuts(
    [
      { keys: 'h e', label: 'Hang up', group: GROUP, run: () => void hangUp(provider) },
      { keys: 'h m', label: 'Mute', group: GROUP, run: () => void mute(!talk?.muted, provider) },
    ],
    busy,
  )
  useShortcuts(
    [
      { keys: 'h h', label: 'Hold', group: GROUP, run: () => actions.hold(room?.held_since === undefined) },
      { keys: 'h p', label: 'Transfer', group: GROUP, run: () => phone.choose('successor') },
      { keys: 'h c', label: 'Add a colleague', group: GROUP, run: () => phone.choose('guest') },
    ],
    room?.may_steer === true,
  )
  useShortcuts(
    [{ keys: 'h g', label: 'Hand over', group: GROUP, run: actions.handOver }],
    room?.may_steer === true && companyOf(room).length > 0 && talk?.joined !== 'guest',
  )
}
