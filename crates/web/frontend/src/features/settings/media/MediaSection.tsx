import { NumberInput, Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { MediaRetention } from '@/api/types'
import { sizeOf } from '@/features/media/upload'
import { type EditedDocument, useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { mediaKeptQuery, mediaQuery } from '../queries'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from './media.module.css'

type Field = 'recordings_days' | 'transcripts_days' | 'attachments_days'

const LEAST = 30
const MOST = 3650
/** What a class gets when it is no longer kept for ever. */
const FIRST = 365

const CLASSES: readonly {
  name: Field
  label: string
  text: string
  kept: 'recordings' | 'transcripts' | 'attachments'
  unit: string
}[] = [
  {
    name: 'recordings_days',
    label: 'Recordings',
    text: 'Counted from the call. They are deleted at the telephone company, too.',
    kept: 'recordings',
    unit: 'recordings',
  },
  {
    name: 'transcripts_days',
    label: 'Transcripts',
    text: 'Counted from the first words. They may outlive their recording.',
    kept: 'transcripts',
    unit: 'transcripts',
  },
  {
    name: 'attachments_days',
    label: 'Attachments and photos',
    text: 'Counted from when they were added.',
    kept: 'attachments',
    unit: 'files',
  },
]

/** How long what is kept of calls stays. */
export default function MediaSection() {
  const query = useQuery(mediaQuery)
  return <Loaded query={query}>{(retention) => <Editor retention={retention} />}</Loaded>
}

function Editor({ retention }: { retention: MediaRetention }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const kept = useQuery(mediaKeptQuery)
  const document = useDocument({
    current: retention,
    versionOf: (current) => current.version,
    send: async (draft, version) => {
      const params = { header: { 'If-Match': `"${version}"` } }
      const saved = await dataOf(api.POST('/settings/media', { params, body: draft }))
      client.setQueryData(mediaQuery.queryKey, saved)
      return saved
    },
    reload: () => client.fetchQuery({ ...mediaQuery, staleTime: 0 }),
    onSaved: () => toast('Retention saved. What is older goes within the hour.'),
  })
  return (
    <>
      <SectionFrame
        title="Recording & retention"
        text={`How long recordings, transcripts and attachments stay. At least ${LEAST} days: within a month customers object to bills, and what was said must still be there then.`}
        locked={mayEdit ? undefined : 'Only admins change how long media are kept.'}
      >
        {CLASSES.map(({ name, label, text, kept: counted, unit }) => (
          <SettingsCard
            key={name}
            title={label}
            text={text}
            aside={
              kept.data && (
                <span className={`num ${c.kept}`}>
                  {kept.data[counted].toLocaleString('en-US')} {unit}
                </span>
              )
            }
          >
            <Days name={name} label={label} document={document} />
          </SettingsCard>
        ))}
        <p className={c.total}>
          {kept.data
            ? `Together they take ${sizeOf(kept.data.size_bytes)}. `
            : kept.isError
              ? 'How much there is could not be counted. '
              : ''}
          What goes is gone for good; the audit log keeps a line of it.
        </p>
      </SectionFrame>
      <EditBar document={document} saveLabel="Save retention" />
    </>
  )
}

function Days({
  name,
  label,
  document,
}: {
  name: Field
  label: string
  document: EditedDocument<MediaRetention>
}) {
  const { draft, change } = document
  const days = draft[name]
  const set = (next: number | undefined) => {
    const { [name]: _, ...rest } = draft
    change(next === undefined ? (rest as MediaRetention) : { ...draft, [name]: next })
  }
  return (
    <div className={c.row}>
      <Switch
        label="Keep for ever"
        aria-label={`${label}: keep for ever`}
        checked={days === undefined}
        onChange={(event) => set(event.currentTarget.checked ? undefined : FIRST)}
      />
      {days !== undefined && (
        <NumberInput
          aria-label={`${label}: days`}
          suffix=" days"
          min={LEAST}
          max={MOST}
          allowDecimal={false}
          clampBehavior="blur"
          value={days}
          error={document.fieldError(name)}
          onChange={(value) => {
            if (typeof value === 'number') set(value)
          }}
        />
      )}
    </div>
  )
}
