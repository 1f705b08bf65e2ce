import { VisuallyHidden } from '@mantine/core'
import type { CallDetail, Disposition } from '@/api/types'
import { DISPOSITION_CLASS } from '@/lib/words'
import { binds, type Missing } from '../draft'
import { OutcomeActions } from './OutcomeActions'
import c from './parts.module.css'

interface Props {
  call: CallDetail
  catalogue: readonly Disposition[]
  /** The chosen one, saved or not. */
  value: string | undefined
  missing: readonly Missing[]
  disabled: boolean
  onPick: (disposition: Disposition) => void
}

/** Results to choose from; what choosing does is said before it is done. */
export function OutcomePicker({ call, catalogue, value, missing, disabled, onPick }: Props) {
  const offered = catalogue.filter((disposition) => disposition.active || disposition.key === value)
  const chosen = catalogue.find((disposition) => disposition.key === value)
  const pending = chosen !== undefined && chosen.key !== call.disposition
  return (
    <section className={c.section} aria-labelledby="outcome-title">
      <div className={c.outcomeHead}>
        <h3 id="outcome-title">
          Outcome
          {call.outcome_required && (
            <span className={c.star} title="Required">
              {' '}
              *<VisuallyHidden>required</VisuallyHidden>
            </span>
          )}
        </h3>
        <OutcomeActions call={call} disabled={disabled} />
      </div>
      <div
        className={c.outcomes}
        role="radiogroup"
        aria-labelledby="outcome-title"
        aria-required={call.outcome_required}
      >
        {offered.map((disposition, index) => (
          <label
            key={disposition.key}
            className={c.outcome}
            data-tone={DISPOSITION_CLASS[disposition.class]?.tone ?? 'mute'}
            data-on={disposition.key === value || undefined}
          >
            <input
              type="radio"
              name={`outcome-${call.id}`}
              checked={disposition.key === value}
              disabled={disabled}
              onChange={() => onPick(disposition)}
            />
            <i aria-hidden />
            <span className="ellipsis">{disposition.label}</span>
            {index < 9 && <kbd aria-hidden>{index + 1}</kbd>}
          </label>
        ))}
      </div>
      {chosen && pending && <Effects disposition={chosen} bound={binds(chosen, call)} missing={missing} />}
    </section>
  )
}

interface EffectsProps {
  disposition: Disposition
  bound: boolean
  missing: readonly Missing[]
}

function Effects({ disposition, bound, missing }: EffectsProps) {
  const needs = bound
    ? [disposition.requires_note && 'a note', disposition.requires_follow_up && 'a follow-up'].filter(Boolean)
    : []
  if (needs.length === 0 && disposition.side_effects.length === 0) return null
  return (
    <ul className={c.effects}>
      {needs.length > 0 && <li data-bad={missing.length > 0 || undefined}>needs {needs.join(' and ')}</li>}
      {disposition.side_effects.map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
    </ul>
  )
}
