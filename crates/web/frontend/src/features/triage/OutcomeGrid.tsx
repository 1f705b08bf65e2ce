import { Select } from '@mantine/core'
import type { Ref } from 'react'
import type { Disposition } from '@/api/types'
import { DISPOSITION_CLASS } from '@/lib/words'
import { Kbd } from '@/ui/Kbd'
import c from './triage.module.css'

const KEYED = 9

interface Props {
  offered: readonly Disposition[]
  chosen: string | undefined
  error: string | undefined
  onChoose: (rule: Disposition) => void
  ref: Ref<HTMLDivElement>
}

/** The results as numbered buttons; whatever has no number is found by typing. */
export function OutcomeGrid({ offered, chosen, error, onChoose, ref }: Props) {
  const keyed = offered.slice(0, KEYED)
  const others = offered.slice(KEYED)
  return (
    <fieldset className={c.outcomes}>
      <legend>Outcome {error && <span className={c.complaint}>{error}</span>}</legend>
      <div className={c.grid} ref={ref}>
        {keyed.map((rule, index) => (
          <OutcomeButton
            key={rule.key}
            rule={rule}
            number={index + 1}
            chosen={rule.key === chosen}
            onChoose={onChoose}
          />
        ))}
      </div>
      {others.length > 0 && (
        <Select
          mt={8}
          searchable
          aria-label="Other outcomes"
          placeholder={`${others.length} more: type to search`}
          data={others.map((rule) => ({ value: rule.key, label: rule.label }))}
          value={others.some((rule) => rule.key === chosen) ? (chosen ?? null) : null}
          onChange={(key) => {
            const rule = others.find((candidate) => candidate.key === key)
            if (rule) onChoose(rule)
          }}
        />
      )}
    </fieldset>
  )
}

interface ButtonProps {
  rule: Disposition
  number: number
  chosen: boolean
  onChoose: (rule: Disposition) => void
}

function OutcomeButton({ rule, number, chosen, onChoose }: ButtonProps) {
  const meaning = DISPOSITION_CLASS[rule.class]
  return (
    <button
      type="button"
      className={c.outcome}
      aria-pressed={chosen}
      data-tone={meaning?.tone}
      onClick={() => onChoose(rule)}
    >
      <Kbd keys={String(number)} />
      <span className={c.outcomeText}>
        <strong className="ellipsis">{rule.label}</strong>
        <span className={c.outcomeClass}>{meaning?.label ?? rule.class}</span>
      </span>
    </button>
  )
}
