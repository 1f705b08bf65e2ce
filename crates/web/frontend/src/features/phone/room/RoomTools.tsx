import { IconArrowForwardUp, IconPlayerPause, IconPlayerPlay, IconUserPlus } from '@tabler/icons-react'
import type { CallRoom } from '@/api/types'
import { Tool } from '../Tool'
import { ColleagueMenu } from './ColleagueMenu'
import type { RoomActions } from './useRoomActions'

interface Props {
  /** Undefined while it is not known. */
  room: CallRoom | undefined
  actions: RoomActions
}

const UNKNOWN: CallRoom = { may_steer: false, people: [] }

/** Hold, pass on, ask in. */
export function RoomTools({ room = UNKNOWN, actions }: Props) {
  const held = room.held_since !== undefined
  const shared = { room, disabled: !room.may_steer || actions.pending }
  return (
    <>
      <Tool
        label={held ? 'Take off hold' : 'Hold'}
        on={held}
        icon={held ? IconPlayerPlay : IconPlayerPause}
        keys="h h"
        disabled={!room.may_steer}
        run={() => actions.hold(!held)}
      />
      <ColleagueMenu
        {...shared}
        kind="successor"
        label="Transfer"
        heading="Pass the call on to"
        icon={IconArrowForwardUp}
        keys="h p"
        onPick={(member) => actions.ask(member, 'successor')}
      />
      <ColleagueMenu
        {...shared}
        kind="guest"
        label="Add a colleague"
        heading="Ask into the call"
        icon={IconUserPlus}
        keys="h c"
        onPick={(member) => actions.ask(member, 'guest')}
      />
    </>
  )
}
