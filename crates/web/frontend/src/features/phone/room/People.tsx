import { ActionIcon, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { CallRoom, PersonInCall } from '@/api/types'
import { Avatar } from '@/ui/Avatar'
import { StatusDot } from '@/ui/StatusDot'
import c from './room.module.css'
import type { RoomActions } from './useRoomActions'
import { standingOf } from './words'

/** Who of us is in the call besides me, or was asked. Nothing while it is only me. */
export function People({ room, actions }: { room: CallRoom; actions: RoomActions }) {
  const others = room.people.filter((person) => !person.is_me)
  if (others.length === 0) return null
  return (
    <ul className={c.people} aria-label="In this call">
      {others.map((person) => (
        <li key={person.member_id}>
          <PersonLine person={person} room={room} actions={actions} />
        </li>
      ))}
    </ul>
  )
}

function PersonLine({
  person,
  room,
  actions,
}: {
  person: PersonInCall
  room: CallRoom
  actions: RoomActions
}) {
  const { label, tone } = standingOf(person, room)
  const rung = person.state === 'ringing'
  const leaves = rung ? `Stop ringing ${person.name}` : `Send ${person.name} out`
  return (
    <div className={c.person}>
      <Avatar name={person.name} size={24} />
      <span className="ellipsis">{person.name}</span>
      <span className="grow" />
      <StatusDot tone={tone}>{label}</StatusDot>
      {room.may_steer && (rung || person.state === 'joined') && (
        <Tooltip label={leaves}>
          <ActionIcon
            size={28}
            aria-label={leaves}
            disabled={actions.pending}
            onClick={() => actions.sendOut(person.member_id)}
          >
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}
