import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import type { FindingHealth, TelephonyFinding } from '@/api/types'
import { linesQuery } from '@/features/phone/queries'
import { formatPhone } from '@/lib/phone'
import { present } from '@/lib/present'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { StatusDot } from '@/ui/StatusDot'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
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
          leftSection={<IconPlugConnected size={15} />}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          Check the connection
        </Button>
      }
    >
      <div aria-live="polite">
        {check.isPending && <SkeletonRows rows={4} height={40} />}
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
    <ul style={{ display: 'grid', gap: 12, listStyle: 'none', margin: 0, padding: 0 }}>
      {findings.map((finding) => {
        const Icon = ICON[finding.health]
        return (
          <li
            key={`${finding.looked} ${finding.number} ${finding.text}`}
            style={{ display: 'flex', gap: 10 }}
          >
            <Icon size={18} stroke={1.6} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
            <div>
              <StatusDot tone={HEALTH[finding.health].tone}>{HEALTH[finding.health].label}</StatusDot>
              <div>
                {finding.number && <strong className="num">{formatPhone(finding.number)} </strong>}
                {finding.text}
              </div>
              {finding.advice && <div className="dim">{finding.advice}</div>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
