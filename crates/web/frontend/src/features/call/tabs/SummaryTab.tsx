import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { dispositionsQuery, useCan } from '@/api/session'
import type { CallDetail, Disposition } from '@/api/types'
import { ConsentOfCall } from '@/features/consent/PartyConsent'
import { useShortcuts } from '@/lib/shortcuts'
import c from '../call.module.css'
import { binds } from '../draft'
import { ConflictBox } from '../parts/ConflictBox'
import { ContactCard } from '../parts/ContactCard'
import { FollowUps } from '../parts/FollowUps'
import { OutcomeFollowUp } from '../parts/OutcomeFollowUp'
import { OutcomePicker } from '../parts/OutcomePicker'
import p from '../parts/parts.module.css'
import { TagEditor } from '../parts/TagEditor'
import { ValueField } from '../parts/ValueField'
import type { CallEditor } from '../useCallEditor'

/** The working part of a call: outcome, note, value, tags, promises, and who it was. */
export function SummaryTab({ call, editor }: { call: CallDetail; editor: CallEditor }) {
  const may = useCan('work_calls')
  const { data: catalogue = [] } = useQuery(dispositionsQuery)
  const { draft, missing, change } = editor
  const chosen = catalogue.find((disposition) => disposition.key === draft.disposition)
  const promised = call.follow_ups.some((followUp) => followUp.status === 'open')
  const pick = (disposition: Disposition) => {
    const promises = disposition.requires_follow_up && binds(disposition, call) && !promised
    const priority = call.intent === 'emergency' ? 'urgent' : 'normal'
    change({
      disposition: disposition.key,
      ...(promises ? { followUp: { type: 'callback', priority } } : {}),
    })
  }
  useOutcomeKeys(may ? catalogue.filter((disposition) => disposition.active) : [], pick)
  return (
    <div className={c.stack}>
      <ConflictBox
        conflicts={editor.state.kind === 'conflict' ? editor.state.conflicts : []}
        onMine={editor.keepMine}
        onTheirs={editor.takeTheirs}
      />
      {editor.state.kind === 'failed' && (
        <div className={p.failure} role="alert">
          {editor.state.reason} What you entered is kept here.
        </div>
      )}
      <OutcomePicker
        call={call}
        catalogue={catalogue}
        value={draft.disposition ?? call.disposition}
        missing={missing}
        disabled={!may}
        onPick={pick}
      />
      {chosen && draft.followUp && !promised && (
        <OutcomeFollowUp
          disposition={chosen}
          value={draft.followUp}
          onChange={(followUp) => change({ followUp })}
        />
      )}
      <Textarea
        label="Note"
        placeholder="What was said, what was agreed"
        autosize
        minRows={3}
        maxRows={12}
        withAsterisk={missing.includes('notes')}
        error={missing.includes('notes') ? 'This outcome needs a note' : undefined}
        value={draft.notes ?? call.notes}
        readOnly={!may}
        onChange={(event) => change({ notes: event.currentTarget.value })}
        onBlur={() => editor.state.kind === 'waiting' && editor.save()}
      />
      <ValueField
        cents={draft.valueCents === undefined ? (call.value_est_cents ?? null) : draft.valueCents}
        disabled={!may}
        onChange={(valueCents) => change({ valueCents })}
      />
      <TagEditor call={call} disabled={!may} />
      <FollowUps call={call} disabled={!may} />
      <ContactCard call={call} disabled={!may} />
      <ConsentOfCall call={call} />
    </div>
  )
}

/** 1 to 9 pick an outcome while a call is open. */
function useOutcomeKeys(offered: readonly Disposition[], pick: (disposition: Disposition) => void) {
  useShortcuts(
    offered.slice(0, 9).map((disposition, index) => ({
      keys: String(index + 1),
      label: disposition.label,
      group: 'Outcome of the open call',
      run: () => pick(disposition),
    })),
  )
}
