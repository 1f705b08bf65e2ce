import type { FindingHealth, TelephonyFinding } from '@/api/types'
import type { Tone } from '@/lib/tone'

/** How a finding is to be taken, as people read it. */
export const HEALTH: Record<FindingHealth, { label: string; tone: Tone }> = {
  fine: { label: 'In order', tone: 'ok' },
  warning: { label: 'Look at this', tone: 'warn' },
  failure: { label: 'Does not work', tone: 'bad' },
}

/** The result of a check in one sentence. */
export function verdictOf(findings: readonly TelephonyFinding[]): string {
  const failures = findings.filter((finding) => finding.health === 'failure').length
  const warnings = findings.filter((finding) => finding.health === 'warning').length
  if (failures > 0) return failures === 1 ? 'One thing does not work.' : `${failures} things do not work.`
  if (warnings > 0) return 'It works; something could be better.'
  return 'Everything is in order.'
}
