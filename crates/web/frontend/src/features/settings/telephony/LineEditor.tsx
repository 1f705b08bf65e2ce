import { Button, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { Line, TextingState } from '@/api/types'
import { linesQuery } from '@/features/phone/queries'
import { formatPhone } from '@/lib/phone'
import { present } from '@/lib/present'
import { type EditedDocument, useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import { changesOf, problemOf } from './line'
import { TEXTING_OPTIONS } from './words'

const LONGEST_SPEECH = 600
const NOTICE = 'This call is recorded to help us serve you.'

/** What callers of one number hear, how long it rings, and what it may do. */
export function LineEditor({ line, onBack }: { line: Line; onBack: () => void }) {
  const client = useQueryClient()
  const document = useDocument({
    current: line,
    versionOf: (current) => current.version,
    send: async (draft, version) => {
      const header = { 'If-Match': `"${version}"` }
      const params = { path: { id: line.id }, header }
      const body = changesOf(line, draft)
      const saved = present(await dataOf(api.PATCH('/settings/lines/{id}', { params, body })))
      // Another line may have ceased to be the default one.
      await client.invalidateQueries({ queryKey: linesQuery.queryKey })
      return saved
    },
    reload: async () => {
      const lines = await client.fetchQuery({ ...linesQuery, staleTime: 0 })
      const found = lines.find((one) => one.id === line.id)
      if (!found) throw new ApiError({ status: 404, title: 'This line was removed meanwhile' })
      return found
    },
    onSaved: () => toast('Line saved. The next caller hears it.'),
  })
  const { draft, change } = document
  return (
    <>
      <SectionFrame
        title={line.label}
        text={<span className="num">{formatPhone(line.number)}</span>}
        action={
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={15} />}
            disabled={document.dirty}
            onClick={onBack}
          >
            All lines
          </Button>
        }
      >
        <SettingsCard title="Line">
          <div style={{ display: 'grid', gap: 14 }}>
            <TextInput
              label="Name"
              maxLength={60}
              value={draft.label}
              error={document.fieldError('label')}
              onChange={(event) => change({ ...draft, label: event.currentTarget.value })}
            />
            <NumberInput
              label="Rings for"
              description="Then whoever calls may leave a message"
              suffix=" seconds"
              min={5}
              max={120}
              allowDecimal={false}
              clampBehavior="blur"
              value={draft.ring_s}
              error={document.fieldError('ring_s')}
              onChange={(value) => typeof value === 'number' && change({ ...draft, ring_s: value })}
            />
            <Select
              label="Texting"
              description="Carriers deliver business texts of registered numbers only"
              allowDeselect={false}
              data={TEXTING_OPTIONS}
              value={draft.texting}
              error={document.fieldError('texting')}
              onChange={(texting) => texting && change({ ...draft, texting: texting as TextingState })}
            />
            <Switch
              label="Members call and text from this line"
              description={line.is_default ? 'Make another line the default to change it' : undefined}
              checked={draft.is_default}
              disabled={line.is_default}
              onChange={(event) => change({ ...draft, is_default: event.currentTarget.checked })}
            />
          </div>
        </SettingsCard>
        <SettingsCard title="What callers hear">
          <Words document={document} />
        </SettingsCard>
      </SectionFrame>
      <EditBar document={document} problem={problemOf(draft)} saveLabel="Save line" />
    </>
  )
}

function Words({ document }: { document: EditedDocument<Line> }) {
  const { draft, change } = document
  const recorded = draft.notice !== undefined
  const { notice: _, ...unrecorded } = draft
  const area = { autosize: true, minRows: 2, maxLength: LONGEST_SPEECH }
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <Textarea
        label="Greeting"
        description="Before it rings; may be left empty"
        {...area}
        value={draft.greeting}
        error={document.fieldError('greeting')}
        onChange={(event) => change({ ...draft, greeting: event.currentTarget.value })}
      />
      <Textarea
        label="When the desk is closed, or nobody comes"
        description="Then a message can be left"
        {...area}
        value={draft.closed_greeting}
        error={document.fieldError('closed_greeting')}
        onChange={(event) => change({ ...draft, closed_greeting: event.currentTarget.value })}
      />
      <Switch
        label="Calls are recorded"
        description="Only with an announcement: in many places everybody on a call must know"
        checked={recorded}
        onChange={(event) => change(event.currentTarget.checked ? { ...draft, notice: NOTICE } : unrecorded)}
      />
      {recorded && (
        <Textarea
          label="Announcement"
          {...area}
          value={draft.notice ?? ''}
          error={document.fieldError('notice')}
          onChange={(event) => change({ ...draft, notice: event.currentTarget.value })}
        />
      )}
      <Switch
        label="Calls are written down while they go on"
        description={
          recorded
            ? 'Whoever may see the call reads along; the words of the recording take their place afterwards'
            : 'Only with an announcement: switch recording on first'
        }
        checked={recorded && draft.live_transcript}
        disabled={!recorded}
        onChange={(event) => change({ ...draft, live_transcript: event.currentTarget.checked })}
      />
    </div>
  )
}
