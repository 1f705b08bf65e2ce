import { Checkbox, SegmentedControl, Select, TagsInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery, useMe } from '@/api/session'
import type { Disposition, FollowUpKind } from '@/api/types'
import { counted } from '@/lib/counted'
import { FOLLOW_UP_KIND, SPAM_REASON } from '@/lib/words'
import { WhenField } from '@/ui/WhenField'
import c from './bulk.module.css'
import { type BulkForm, type BulkKind, takesSpamReason } from './change'

interface Props {
  kind: BulkKind
  form: BulkForm
  change: (next: Partial<BulkForm>) => void
  catalogue: readonly Disposition[]
  knownTags: readonly string[]
  count: number
}

/** What a change of many calls asks for, and only that. */
export function BulkFields(props: Props) {
  switch (props.kind) {
    case 'tag':
      return <TagFields {...props} />
    case 'outcome':
      return <OutcomeFields {...props} />
    case 'follow_up':
      return <FollowUpFields {...props} />
    case 'assign':
      return <AssignFields {...props} />
    case 'spam':
      return <SpamFields {...props} />
  }
}

function TagFields({ form, change, knownTags, count }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <SegmentedControl
        aria-label="What happens to the tags"
        withItemsBorders={false}
        data={[
          { value: 'add', label: 'Add' },
          { value: 'remove', label: 'Remove' },
        ]}
        value={form.removes ? 'remove' : 'add'}
        onChange={(value) => change({ removes: value === 'remove' })}
      />
      <TagsInput
        label={
          form.removes ? `Tags to take off ${counted(count, 'call')}` : `Tags for ${counted(count, 'call')}`
        }
        placeholder={form.tags.length === 0 ? 'Type and press Enter' : ''}
        data={[...knownTags]}
        value={form.tags}
        onChange={(tags) => {
          change({ tags })
          // The list would cover the button that ends the work.
          setOpen(false)
        }}
        dropdownOpened={open}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
        acceptValueOnBlur
        data-autofocus
      />
    </>
  )
}

function OutcomeFields({ form, change, catalogue }: Props) {
  const rule = catalogue.find(({ key }) => key === form.disposition)
  const offered = catalogue.filter(({ active }) => active)
  const effects = rule?.side_effects ?? []
  return (
    <>
      <Select
        label="Outcome"
        placeholder="Pick one"
        searchable
        data={offered.map(({ key, label }) => ({ value: key, label }))}
        value={form.disposition ?? null}
        onChange={(key) => {
          const next = catalogue.find((candidate) => candidate.key === key)
          change({ disposition: key ?? undefined, promises: next?.requires_follow_up ?? false })
        }}
        data-autofocus
      />
      {effects.length > 0 && (
        <ul className={c.effects} aria-label="What it does to each call">
          {effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      )}
      {rule && (
        <Textarea
          label="Note"
          description={
            rule.requires_note
              ? 'Goes below the notes of each call. This outcome needs one where there is none yet.'
              : 'Goes below the notes of each call.'
          }
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={form.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      )}
      {rule?.class === 'open' && (
        <Checkbox
          label="With a follow-up for each call"
          checked={form.promises}
          onChange={(event) => change({ promises: event.currentTarget.checked })}
        />
      )}
      {rule && form.promises && (
        <PromiseFields form={form} change={change} minutes={rule.follow_up_minutes} />
      )}
      {rule && takesSpamReason(rule) && <SpamReasonSelect form={form} change={change} />}
      {rule && <Replace form={form} change={change} />}
    </>
  )
}

function FollowUpFields({ form, change }: Props) {
  return (
    <>
      <PromiseFields form={form} change={change} minutes={undefined} first />
      <Checkbox
        label="Also for calls that have an open follow-up"
        checked={form.evenIfOpen}
        onChange={(event) => change({ evenIfOpen: event.currentTarget.checked })}
      />
    </>
  )
}

function AssignFields({ form, change }: Props) {
  return <MemberSelect label="Who takes them?" form={form} change={change} first />
}

function SpamFields({ form, change }: Props) {
  return (
    <>
      <p className={c.words}>Closes the calls as spam and sets their estimated value to $0.</p>
      <SpamReasonSelect form={form} change={change} />
      <Replace form={form} change={change} />
    </>
  )
}

interface PartProps {
  form: BulkForm
  change: (next: Partial<BulkForm>) => void
}

function PromiseFields({
  form,
  change,
  minutes,
  first = false,
}: PartProps & { minutes: number | undefined; first?: boolean }) {
  return (
    <div className={c.promise}>
      <WhenField
        value={form.when}
        onChange={(when) => change({ when })}
        required={minutes === undefined}
        otherwise={minutes === undefined ? undefined : `Left empty: in ${minutes} minutes, by the rule`}
        first={first}
      />
      <div className={c.pair}>
        <Select
          label="How"
          allowDeselect={false}
          data={Object.entries(FOLLOW_UP_KIND).map(([value, label]) => ({ value, label }))}
          value={form.kind}
          onChange={(kind) => kind && change({ kind: kind as FollowUpKind })}
        />
        <MemberSelect label="Who" form={form} change={change} />
      </div>
    </div>
  )
}

function MemberSelect({
  label,
  form,
  change,
  first = false,
}: PartProps & { label: string; first?: boolean }) {
  const me = useMe().member.id
  const { data: members = [] } = useQuery(membersQuery)
  const able = members.filter((member) => member.active && member.role !== 'viewer')
  return (
    <Select
      label={label}
      placeholder="Anybody (pool)"
      searchable
      clearable
      data={able.map(({ id, name }) => ({ value: id, label: id === me ? `${name} (you)` : name }))}
      value={form.assignedTo || null}
      onChange={(id) => change({ assignedTo: id ?? '' })}
      {...(first ? { 'data-autofocus': true } : {})}
    />
  )
}

function SpamReasonSelect({ form, change }: PartProps) {
  return (
    <Select
      label="Why it is spam"
      placeholder="Not said"
      clearable
      data={Object.entries(SPAM_REASON).map(([value, label]) => ({ value, label }))}
      value={form.spamReason ?? null}
      onChange={(reason) => change({ spamReason: reason ?? undefined })}
    />
  )
}

function Replace({ form, change }: PartProps) {
  return (
    <Checkbox
      label="Also replace other outcomes that stand already"
      checked={form.replaces}
      onChange={(event) => change({ replaces: event.currentTarget.checked })}
    />
  )
}
