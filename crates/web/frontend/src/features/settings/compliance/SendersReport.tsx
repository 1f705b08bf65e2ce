import type { Line } from '@/api/types'
import { StatusDot } from '@/ui/StatusDot'
import { TEXTING } from '../telephony/words'
import { SENDER_MEANING, sendersInWords } from './figures'
import { LinesCard } from './LinesCard'

/** Which lines are registered for business texts. */
export function SendersReport() {
  return (
    <LinesCard
      title="Registration now"
      about={['Business texts', 'What it means']}
      words={sendersInWords}
      of={registration}
    />
  )
}

function registration({ texting }: Line) {
  const { label, tone } = TEXTING[texting]
  return { state: <StatusDot tone={tone}>{label}</StatusDot>, meaning: SENDER_MEANING[texting] }
}
