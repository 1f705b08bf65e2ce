import { Button, Group, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { membersQuery } from '@/api/session'
import type { CallDetail, Disposition, FollowUpKind, Priority } from '@/api/types'
import { FOLLOW_UP_KIND, PRIORITY } from '@/lib/words'
import { WhenField } from '@/ui/WhenField'
import type { Complaints, Fields } from './CallDesk'
import { type Draft, demandsFollowUp, estimateOf, hasOpenPromise, hasRulePromise, willPromise } from './draft'
import c from './triage.module.css'

interface Props {
  call: CallDetail
  rule: Disposition | undefined
  draft: Draft
  change: (next: Partial<Draft>) => void
  complaints: Complaints
  fields: Fields
  onSave: () => void
}

const AMOUNTS = [100, 300, 500, 1000]

/** What the chosen outcome asks for, and only that: the promise with its time, the value of won work. */
export function OutcomeFields(props: Props) {
  const { call, rule, draft } = props
  const promises = willPromise(draft, call, rule)
  const worth = rule !== undefined && !rule.clears_value && (rule.class === 'won' || rule.class === 'open')
  if (!promises && !worth) return null
  return (
    <div className={c.fields}>
      {promises && <FollowUpFields {...props} />}
      {worth && <ValueField {...props} />}
    </div>
  )
}

function FollowUpFields({ call, rule, draft, change, complaints, fields, onSave }: Props) {
  const { data: members = [] } = useQuery(membersQuery)
  const required = rule !== undefined && demandsFollowUp(rule, call)
  const minutes = rule?.follow_up_minutes
  return (
    <div className={c.followUp}>
      <div className={c.fieldsHead}>
        <strong>Follow-up</strong>
        {hasOpenPromise(call) && (
          <span className="dim">
            {hasRulePromise(call)
              ? 'Takes the place of the one by the rule.'
              : 'This call has an open one; this adds another.'}
          </span>
        )}
        {!required && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            onClick={() => change({ promises: false, when: '' })}
          >
            Remove
          </Button>
        )}
      </div>
      <div className={c.followUpGrid}>
        <WhenField
          inputRef={fields.when}
          value={draft.when}
          onChange={(when) => change({ when })}
          required={minutes === undefined}
          otherwise={minutes === undefined ? undefined : `Left empty: in ${minutes} minutes, by the rule`}
          error={complaints.when}
          onSubmit={onSave}
        />
        <Select
          label="How"
          allowDeselect={false}
          data={Object.entries(FOLLOW_UP_KIND).map(([value, label]) => ({ value, label }))}
          value={draft.kind}
          onChange={(kind) => kind && change({ kind: kind as FollowUpKind })}
        />
        <Select
          label="Who"
          placeholder="Anybody"
          clearable
          searchable
          data={members.filter((member) => member.active).map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.assignedTo ?? null}
          onChange={(id) => change({ assignedTo: id ?? '' })}
        />
        <Select
          label="Priority"
          placeholder={call.intent === 'emergency' ? 'Urgent' : 'Normal'}
          clearable
          data={Object.entries(PRIORITY).map(([value, { label }]) => ({ value, label }))}
          value={draft.priority ?? null}
          onChange={(priority) => priority && change({ priority: priority as Priority })}
        />
      </div>
    </div>
  )
}

function ValueField({ call, draft, change, complaints, fields }: Props) {
  return (
    <div className={c.value}>
      <TextInput
        ref={fields.value}
        label="Estimated value"
        leftSection="$"
        inputMode="decimal"
        value={estimateOf(draft, call)}
        error={complaints.value}
        onChange={(event) => change({ value: event.currentTarget.value })}
        w={140}
      />
      <Group gap={6}>
        {AMOUNTS.map((amount) => (
          <Button
            key={amount}
            variant="default"
            size="compact-xs"
            onClick={() => change({ value: String(amount) })}
          >
            ${amount.toLocaleString('en-US')}
          </Button>
        ))}
      </Group>
    </div>
  )
}
