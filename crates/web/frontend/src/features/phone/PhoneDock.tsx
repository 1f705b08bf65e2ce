import { VisuallyHidden } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMe } from '@/api/session'
import { ErrorBoundary } from '@/app/ErrorBoundary'
import { usePreference } from '@/lib/preferences'
import NoPhone from './NoPhone'
import { Pill } from './Pill'
import c from './phone.module.css'
import { SILENT } from './preferences'
import { RingList } from './RingList'
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
  usePhoneKeys({ duty, rings, talk, take })

  const busy = isBusy(talk)
  const [newest] = rings
  // Nobody hears a second telephone while he talks; he sees it.
  const news = newest ? `Incoming call: ${faceOf(newest).name}` : undefined
  useAlarm(busy ? undefined : news, !silent)

  const shown = (talk !== null && !folded) || rings.length > 0
  // A wallboard hangs where nobody works; it keeps quiet until there is something to do.
  if (onWall && !shown && talk === null) return null
  return (
    <section className={c.dock} aria-label="Telephone" data-phone-dock={shown ? 'open' : 'pill'}>
      <VisuallyHidden role="alert">{news}</VisuallyHidden>
      {rings.length > 0 && <RingList rings={rings} busy={busy} onTake={take} />}
      {talk !== null && !folded && <TalkCard talk={talk} provider={provider} />}
      <Pill duty={duty} talk={folded ? talk : null} provider={provider} />
    </section>
  )
}
