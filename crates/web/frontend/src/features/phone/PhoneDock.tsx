import { VisuallyHidden } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useMe } from '@/api/session'
import type { CallRow } from '@/api/types'
import { ErrorBoundary } from '@/app/ErrorBoundary'
import { usePreference } from '@/lib/preferences'
import NoPhone from './NoPhone'
import { Pill } from './Pill'
import c from './phone.module.css'
import { SILENT } from './preferences'
import { RingList } from './RingList'
import { inFront } from './rings'
import { InvitationCard } from './room/InvitationCard'
import { useInvitations } from './room/useInvitations'
import { useInvited } from './room/useInvited'
import { useRoom } from './room/useRoom'
import { useRoomActions } from './room/useRoomActions'
import { askedWords } from './room/words'
import { phone, usePhone } from './store'
import { TalkCard } from './TalkCard'
import { isBusy } from './talk'
import { useAlarm } from './useAlarm'
import { usePhoneKeys } from './usePhoneKeys'
import { usePlacedCall } from './usePlacedCall'
import { useRings } from './useRings'
import { useDuty } from './useStation'
import { useTakeCall } from './useTakeCall'
import { faceOf } from './words'

/** The telephone in the corner of every page: whether I am rung, who rings, and the one call that I am on. */
export default function PhoneDock() {
  return (
    <ErrorBoundary instead={<NoPhone />}>
      <Dock />
    </ErrorBoundary>
  )
}

function Dock() {
  const me = useMe().member.id
  const duty = useDuty()
  const rings = useRings(duty.onDuty)
  const { talk, folded } = usePhone()
  const [silent] = usePreference(SILENT, false)
  const onWall = useLocation().pathname === '/wallboard'
  const provider = duty.station?.provider ?? ''
  const take = useTakeCall(provider)
  useEffect(() => phone.begin(me), [me])
  usePlacedCall()
  const front = useFront(rings)
  // A colleague who asks comes first: he and his caller are waiting for me.
  const [invitation] = useInvitations(duty.onDuty)
  const invited = useInvited(provider)
  const room = useRoom(talk)
  const actions = useRoomActions(talk?.logId)
  usePhoneKeys({ duty, front, talk, take, invitation, invited, room, actions })

  const busy = isBusy(talk)
  // Nobody hears a second telephone while he talks; he sees it.
  const rung = front ? `Incoming call: ${faceOf(front).name}` : undefined
  const news = invitation ? askedWords(invitation) : rung
  useAlarm(busy ? undefined : news, !silent)

  const shown = (talk !== null && !folded) || front !== undefined || invitation !== undefined
  // A wallboard hangs where nobody works; it keeps quiet until there is something to do.
  if (onWall && !shown && talk === null) return null
  return (
    <section className={c.dock} aria-label="Telephone" data-phone-dock={shown ? 'open' : 'pill'}>
      <VisuallyHidden role="alert">{news}</VisuallyHidden>
      {invitation && (
        <InvitationCard
          invitation={invitation}
          busy={busy}
          onJoin={invited.accept}
          onDecline={invited.decline}
        />
      )}
      {front && <RingList rings={rings} front={invitation ? undefined : front} busy={busy} onTake={take} />}
      {talk !== null && !folded && <TalkCard talk={talk} provider={provider} room={room} actions={actions} />}
      <Pill duty={duty} talk={folded ? talk : null} provider={provider} room={room} />
    </section>
  )
}

/** The ringing call in front, which stays there as long as it rings. */
function useFront(rings: readonly CallRow[]): CallRow | undefined {
  const before = useRef<string>(undefined)
  const front = inFront(rings, before.current)
  useEffect(() => {
    before.current = front?.id
  })
  return front
}
