import { Button } from '@mantine/core'
import { IconArrowRight, IconBolt } from '@tabler/icons-react'
import type { Ref } from 'react'
import type { CallDetail, Disposition } from '@/api/types'
import { useNow } from '@/lib/now'
import { useZone } from '@/lib/zone'
import { Kbd } from '@/ui/Kbd'
import { type Draft, effectsOf } from './draft'
import c from './triage.module.css'

interface Props {
  call: CallDetail
  rule: Disposition | undefined
  draft: Draft
  busy: boolean
  onSave: () => void
  onSkip: () => void
  ref: Ref<HTMLButtonElement>
}

/** Saving and skipping, with what saving will do told beforehand. */
export function SaveBar({ call, rule, draft, busy, onSave, onSkip, ref }: Props) {
  const zone = useZone()
  const now = useNow('slow')
  const effects = rule ? effectsOf(draft, call, rule, now, zone) : []
  return (
    <div className={c.saveBar} data-bottom-bar>
      <Button ref={ref} size="sm" onClick={onSave} loading={busy} rightSection={<Kbd keys="e" />}>
        {rule ? `Save “${rule.label}” and next` : 'Done and next'}
      </Button>
      <Button
        size="sm"
        variant="default"
        onClick={onSkip}
        disabled={busy}
        leftSection={<IconArrowRight size={14} />}
        rightSection={<Kbd keys="j" />}
      >
        Skip
      </Button>
      <p className={c.effects} aria-live="polite">
        {!rule && (
          <span>
            Choose an outcome<span className="desktop-only"> with the keys 1 to 9</span>.
          </span>
        )}
        {rule && effects.length === 0 && 'Only records the outcome.'}
        {effects.length > 0 && (
          <>
            <IconBolt size={14} aria-hidden />
            {capital(effects.join(', '))}.
          </>
        )}
      </p>
    </div>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
