import { IconPhone } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/session'
import type { CallRow } from '@/api/types'
import { partyOf, verdicts } from '@/features/consent/CallContact'
import { ContactButton } from '@/features/consent/ContactButton'
import { callPermissionQuery } from '@/features/consent/queries'
import { CallButton } from '@/features/phone/CallButton'
import { targetOf } from '@/features/phone/target'
import { useCallBack } from '@/features/phone/useCallBack'

/**
 * Calls back from a row. A list has hundreds of rows, so the server is asked when the pointer or the focus comes near; until
 * then the row's own mark counts.
 */
export function CallLink({ call }: { call: CallRow }) {
  const may = useCan('work_calls')
  const callBack = useCallBack()
  const [near, setNear] = useState(false)
  const { data, error } = useQuery({ ...callPermissionQuery(call.id), enabled: near })
  const target = targetOf(call)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches; the button inside acts
    <span onPointerEnter={() => setNear(true)} onFocus={() => setNear(true)}>
      <ContactButton
        label="Call back"
        onAct={() => callBack(target)}
        icon={IconPhone}
        verdict={verdicts(call, data, error).call}
        party={may ? partyOf(call) : undefined}
        purpose={data?.call?.purpose}
        compact
      >
        <CallButton target={target} version={call.version} compact />
      </ContactButton>
    </span>
  )
}
