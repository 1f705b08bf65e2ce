import { ActionIcon, Button, Collapse, NumberInput, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useDispositionLabel } from '@/api/session'
import type { SlaRule } from '@/api/types'
import { FOLLOW_UP_KIND, PRIORITY } from '@/lib/words'
import c from '../settings.module.css'
import { ConditionEditor } from './ConditionEditor'
import { conditionText } from './condition'

interface Props {
  rule: SlaRule
  /** From 1: the first that matches wins. */
  place: number
  last: boolean
  onChange: (rule: SlaRule) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  errorOf: (path: string) => string | undefined
}

/** One rule: which calls, and what is promised to them. */
export function RuleEditor({ rule, place, last, onChange, onMove, onRemove, errorOf }: Props) {
  const [open, setOpen] = useState(false)
  const labelOf = useDispositionLabel()
  const set = (part: Partial<SlaRule>) => onChange({ ...rule, ...part })
  return (
    <div className={c.rule}>
      <span className={`${c.place} num`} aria-hidden>
        {place}
      </span>
      <div>
        <div className={c.ruleName}>{rule.name}</div>
        <p className={c.ruleWhen}>
          For <b>{conditionText(rule.when, labelOf)}</b>{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => setOpen((shown) => !shown)}
            aria-expanded={open}
          >
            {open ? 'Close' : 'Change'}
          </Button>
        </p>
        <div className={c.ruleFields}>
          <NumberInput
            label="Due in"
            suffix=" min"
            min={1}
            max={43_200}
            allowDecimal={false}
            value={rule.target_minutes}
            error={errorOf('target_minutes')}
            onChange={(value) => typeof value === 'number' && set({ target_minutes: value })}
          />
          <Select
            label="Counted"
            allowDeselect={false}
            data={[
              { value: 'business', label: 'In business hours' },
              { value: 'always', label: 'Around the clock' },
            ]}
            value={rule.calendar}
            onChange={(calendar) => calendar && set({ calendar: calendar as SlaRule['calendar'] })}
          />
          <Select
            label="As"
            allowDeselect={false}
            data={Object.entries(FOLLOW_UP_KIND).map(([value, label]) => ({ value, label }))}
            value={rule.kind}
            onChange={(kind) => kind && set({ kind: kind as SlaRule['kind'] })}
          />
          <Select
            label="Priority"
            allowDeselect={false}
            data={Object.entries(PRIORITY).map(([value, { label }]) => ({ value, label }))}
            value={rule.priority}
            onChange={(priority) => priority && set({ priority: priority as SlaRule['priority'] })}
          />
          <NumberInput
            label="Warn at"
            suffix=" %"
            min={50}
            max={95}
            allowDecimal={false}
            value={rule.warn_percent}
            error={errorOf('warn_percent')}
            onChange={(value) => typeof value === 'number' && set({ warn_percent: value })}
          />
        </div>
        <Collapse expanded={open}>
          {open && (
            <>
              <TextInput
                label="Name"
                value={rule.name}
                error={errorOf('name')}
                onChange={(event) => set({ name: event.currentTarget.value })}
                mt={12}
              />
              <ConditionEditor
                when={rule.when}
                onChange={(when) => set({ when })}
                errorOf={(path) => errorOf(`when.${path}`)}
              />
            </>
          )}
        </Collapse>
      </div>
      <span className={c.rowTools}>
        <ActionIcon aria-label={`Move ${rule.name} up`} disabled={place === 1} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Move ${rule.name} down`} disabled={last} onClick={() => onMove(1)}>
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Remove ${rule.name}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </span>
    </div>
  )
}
