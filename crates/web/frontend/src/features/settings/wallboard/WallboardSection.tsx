import { Button, NumberInput } from '@mantine/core'
import { IconDeviceTv } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { useCan } from '@/api/session'
import type { WallboardLimits } from '@/api/types'
import { type EditedDocument, useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { wallboardQuery } from '../queries'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from './wallboard.module.css'

type Field = Exclude<keyof WallboardLimits, 'version'>

interface Limit {
  name: Field
  label: string
  suffix: string
  max: number
  min?: number
}

const LIMITS: readonly Limit[] = [
  { name: 'waiting', label: 'Callers waiting', suffix: ' callers', max: 10_000 },
  { name: 'longest_wait_s', label: 'Longest wait', suffix: ' s', max: 10_000 },
  { name: 'missed', label: 'Missed today', suffix: ' calls', max: 10_000 },
  { name: 'abandoned_percent', label: 'Given up at once', suffix: ' %', max: 100 },
  { name: 'unreturned_minutes', label: 'Oldest missed call not returned', suffix: ' min', max: 10_000 },
  { name: 'broken_promises', label: 'Promises past due', suffix: ' open', max: 10_000 },
  { name: 'unclaimed', label: 'Triage, not taken', suffix: ' calls', max: 10_000 },
  { name: 'callbacks_next_hour', label: 'Callbacks due within the hour', suffix: ' due', max: 10_000 },
]

const TARGETS: readonly Limit[] = [
  { name: 'service_level_percent', label: 'Service level', suffix: ' %', max: 100 },
  { name: 'service_level_s', label: 'Answered within', suffix: ' s', max: 300, min: 5 },
  { name: 'booking_percent', label: 'Booking rate', suffix: ' %', max: 100 },
]

/** When the tiles of the wallboard change their colour. */
export default function WallboardSection() {
  const query = useQuery(wallboardQuery)
  return <Loaded query={query}>{(limits) => <Editor limits={limits} />}</Loaded>
}

function Editor({ limits }: { limits: WallboardLimits }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const document = useDocument({
    current: limits,
    versionOf: (current) => current.version,
    send: async (draft, version) => {
      const saved = await dataOf(
        api.POST('/settings/wallboard', { params: { header: { 'If-Match': `"${version}"` } }, body: draft }),
      )
      client.setQueryData(wallboardQuery.queryKey, saved)
      return saved
    },
    reload: () => client.fetchQuery({ ...wallboardQuery, staleTime: 0 }),
    onSaved: () => toast('Wallboard saved. Every screen on the wall follows at once.'),
  })
  return (
    <>
      <SectionFrame
        title="Wallboard"
        text="From which figure on a tile turns red. It is amber from seven tenths of its limit on, and green below."
        locked={mayEdit ? undefined : 'Only admins change the wallboard.'}
        action={
          <Button
            variant="default"
            leftSection={<IconDeviceTv size={15} />}
            renderRoot={(props) => <Link to="/wallboard" {...props} />}
          >
            Open the wallboard
          </Button>
        }
      >
        <SettingsCard title="Limits" text="Red at the limit.">
          <Fields fields={LIMITS} document={document} />
        </SettingsCard>
        <SettingsCard
          title="Targets"
          text="Green at the target, amber below it, red below seven tenths of it."
        >
          <Fields fields={TARGETS} document={document} />
        </SettingsCard>
      </SectionFrame>
      <EditBar document={document} saveLabel="Save wallboard" />
    </>
  )
}

function Fields({
  fields,
  document,
}: {
  fields: readonly Limit[]
  document: EditedDocument<WallboardLimits>
}) {
  const { draft, change } = document
  return (
    <div className={c.fields}>
      {fields.map(({ name, label, suffix, max, min = 1 }) => (
        <NumberInput
          key={name}
          label={label}
          suffix={suffix}
          min={min}
          max={max}
          allowDecimal={false}
          clampBehavior="blur"
          value={draft[name]}
          error={document.fieldError(name)}
          onChange={(value) => {
            if (typeof value === 'number') change({ ...draft, [name]: value })
          }}
        />
      ))}
    </div>
  )
}
