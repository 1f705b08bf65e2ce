import { IconMessage, IconPhone } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { messageOf } from '@/api/problem'
import { useCan } from '@/api/session'
import type { CallContactAnswers, CallDetail } from '@/api/types'
import { otherNumber } from '@/features/call/number'
import { CallButton } from '@/features/phone/CallButton'
import { targetOf } from '@/features/phone/target'
import { useCallBack } from '@/features/phone/useCallBack'
import { ContactButton } from './ContactButton'
import { callPermissionQuery, type Party } from './queries'
import { type Verdict, verdictOf } from './verdict'

const TextDialog = lazy(() => import('@/features/messaging/TextDialog'))

type Call = Pick<
  CallDetail,
  'id' | 'version' | 'direction' | 'from_e164' | 'to_e164' | 'contact' | 'caller_name' | 'do_not_contact'
>

/** Whose consent the other party of a call is. */
export function partyOf(
  call: Pick<Call, 'contact' | 'direction' | 'from_e164' | 'to_e164'>,
): Party | undefined {
  if (call.contact) return { customer_id: call.contact.id }
  const number = otherNumber(call)
  return number === undefined ? undefined : { number }
}

/** What the buttons of a call may do now. A mark that the call shows counts before the server has answered. */
export function verdicts(
  call: Call,
  answers: CallContactAnswers | undefined,
  failure: unknown,
): { call: Verdict; text: Verdict } {
  const number = otherNumber(call)
  if (number === undefined) {
    const blocked: Verdict = { kind: 'blocked', reason: 'The number was withheld' }
    return { call: blocked, text: blocked }
  }
  if (!answers && call.do_not_contact) {
    const blocked: Verdict = { kind: 'blocked', reason: 'Contact has requested Do Not Contact' }
    return { call: blocked, text: blocked }
  }
  if (!answers && failure) {
    const unknown: Verdict = {
      kind: 'unknown',
      reason: `Nobody knows whether this is allowed: ${messageOf(failure)}`,
    }
    return { call: unknown, text: unknown }
  }
  const text = verdictOf(answers?.text)
  const stranger: Verdict = { kind: 'blocked', reason: 'Link a contact to text' }
  return { call: verdictOf(answers?.call), text: call.contact || text.kind === 'blocked' ? text : stranger }
}

/** Call and text the other party, as far as the server allows it. */
export function CallContact({ call, aside }: { call: Call; aside?: ReactNode }) {
  const may = useCan('work_calls')
  const { data, error } = useQuery(callPermissionQuery(call.id))
  const [texting, setTexting] = useState(false)
  const verdict = verdicts(call, data, error)
  const callBack = useCallBack()
  const target = targetOf(call)
  // A reason is put on record by those who work calls.
  const party = may ? partyOf(call) : undefined
  return (
    <>
      <ContactButton
        label="Call back"
        onAct={() => callBack(target)}
        icon={IconPhone}
        verdict={verdict.call}
        party={party}
        purpose={data?.call?.purpose}
        variant="filled"
      >
        <CallButton target={target} version={call.version} shortcut={aside} />
      </ContactButton>
      <ContactButton
        label="Text"
        onAct={() => setTexting(true)}
        icon={IconMessage}
        verdict={verdict.text}
        party={party}
        purpose={data?.text?.purpose}
      />
      {texting && (
        <Suspense fallback={null}>
          <TextDialog call={call} onClose={() => setTexting(false)} />
        </Suspense>
      )}
    </>
  )
}
