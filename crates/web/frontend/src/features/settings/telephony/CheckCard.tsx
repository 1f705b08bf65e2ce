import { Button, Loader } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import type { FindingHealth, TelephonyFinding } from '@/api/types'
import { linesQuery } from '@/features/phone/queries'
import { formatPhone } from '@/lib/phone'
import { present } from '@/lib/present'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import k from './check.module.css'
import { HEALTH, verdictOf } from './findings'

const ICON = { fine: IconCircleCheck, warning: IconAlertTriangle, failure: IconCircleX } satisfies Record<
  FindingHealth,
  unknown
>

/** Asks the telephone company how its account is set up, and says what to do. */
export function CheckCard() {
  const client = useQueryClient()
  const check = useMutation({
    mutationFn: async () => (await dataOf(api.POST('/telephony/check'))).findings.map(present),
    // What it says of registrations is kept with the lines.
    onSuccess: () => client.invalidateQueries({ queryKey: linesQuery.queryKey }),
  })
  return (
    <SettingsCard
      title="Connection"
      text={check.data ? verdictOf(check.data) : 'Whether calls and texts to your numbers arrive here.'}
      aside={
        <Button
          variant="default"
          leftSection={check.isPending ? <Loader size={15} color="gray" /> : <IconPlugConnected size={15} />}
          // Really disabled it would lose the focus.
          aria-disabled={check.isPending}
          onClick={() => !check.isPending && check.mutate()}
        >
          Check the connection
        </Button>
      }
    >
      <div aria-live="polite">
        {check.isPending && <SkeletonRows rows={2} height={36} />}
        {check.isError && <ErrorState error={check.error} onRetry={() => check.mutate()} />}
        {check.isIdle && (
          <p className={c.quiet}>Not checked yet. Nothing is changed at the telephone company.</p>
        )}
        {check.isSuccess && <Findings findings={check.data} />}
      </div>
    </SettingsCard>
  )
}

function Findings({ findings }: { findings: readonly TelephonyFinding[] }) {
  return (
    <ul className={k.findings} aria-label="What was found">
      {findings.map((finding) => (
        <Finding key={`${finding.looked} ${finding.number} ${finding.text}`} finding={finding} />
      ))}
    </ul>
  )
}

function Finding({ finding: { health, number, text, advice } }: { finding: TelephonyFinding }) {
  const Icon = ICON[health]
  const { label, tone } = HEALTH[health]
  return (
    <li className={k.finding} data-tone={tone}>
      <Icon size={18} stroke={1.7} aria-hidden />
      <p>
        <span className={k.health}>{label}</span>
        {number && <strong className="num">{formatPhone(number)} </strong>}
        {text}
      </p>
      {advice && <p className="dim">{advice}</p>}
    </li>
  )
}
