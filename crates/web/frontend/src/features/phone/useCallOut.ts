import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { isApiError, messageOf } from '@/api/problem'
import { useCan } from '@/api/session'
import type { CallVia, Station } from '@/api/types'
import { usePreference } from '@/lib/preferences'
import { toastFailure, toastMend } from '@/ui/toast'
import { type CallTarget, place } from './actions'
import { VIA } from './preferences'
import { stationQuery } from './queries'
import { phone, usePhone } from './store'
import { isBusy } from './talk'

export interface CallOut {
  /** Where I am rung; undefined while that is not known, and for whoever places no calls. */
  station: Station | undefined
  /** Where I talk unless I choose otherwise. */
  via: CallVia
  /** Places a call, and remembers the way if one was chosen. */
  call: (target: CallTarget, chosen?: CallVia) => void
  busy: boolean
}

const TITLE = 'The call was not placed'

/** Places calls through the telephone company. `refused` hears why somebody may not be called. */
export function useCallOut(refused: (reason: string) => void): CallOut {
  const may = useCan('work_calls')
  const { data: station } = useQuery({ ...stationQuery, enabled: may })
  const [kept, keep] = usePreference<CallVia | null>(VIA, null)
  const navigate = useNavigate()
  const busy = isBusy(usePhone().talk)
  const via = kept ?? ownWay(station)

  const fail = (error: unknown) => {
    const code = isApiError(error) ? error.problem.code : undefined
    const words = error instanceof Error ? error.message : messageOf(error)
    if (code === 'contact_refused') refused(words)
    else if (code === 'no_phone') phone.openSettings(words)
    else if (code === 'no_line' || code === 'no_provider' || code === 'not_public') {
      const run = () => void navigate({ to: '/settings/$section', params: { section: 'telephony' } })
      toastMend(TITLE, words, { label: 'Telephony', run })
    } else toastFailure(TITLE, words)
  }
  const call = (target: CallTarget, chosen?: CallVia) => {
    if (busy) return toastFailure(TITLE, 'You are on a call. End it first.')
    if (chosen !== undefined) keep(chosen)
    place(target, chosen ?? via, station?.provider ?? '').catch(fail)
  }
  return { station, via, call, busy }
}

/** In the browser, unless only an own telephone rings. */
function ownWay(station: Station | undefined): CallVia {
  return station !== undefined && !station.in_browser && station.phone !== undefined ? 'phone' : 'browser'
}
