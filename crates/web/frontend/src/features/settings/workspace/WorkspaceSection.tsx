import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { Workspace } from '@/api/types'
import { useDocument } from '@/lib/useDocument'
import { EditBar } from '@/ui/EditBar'
import { toast } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { versioned, workspaceQuery } from '../queries'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import { REGIONS } from './regions'

/** Name of the firm, and where it is at home. */
export default function WorkspaceSection() {
  const query = useQuery(workspaceQuery)
  return <Loaded query={query}>{(workspace) => <Editor workspace={workspace} />}</Loaded>
}

const ZONES = Intl.supportedValuesOf('timeZone')
const CURRENCIES = Intl.supportedValuesOf('currency')
type Versioned = Workspace & { version: number }
type Editable = Pick<Versioned, 'name' | 'time_zone' | 'currency' | 'region' | 'version'>

function Editor({ workspace }: { workspace: Versioned }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const current = useMemo(() => editable(workspace), [workspace])
  const document = useDocument<Editable>({
    current,
    versionOf: (one) => one.version,
    send: async ({ version: _, ...draft }, version) => {
      const saved = versioned(
        await api.PATCH('/settings/workspace', {
          params: { header: { 'If-Match': `"${version}"` } },
          body: draft,
        }),
      )
      client.setQueryData(workspaceQuery.queryKey, saved)
      void client.invalidateQueries({ queryKey: keys.me })
      void client.invalidateQueries({ queryKey: keys.settings.section('business-hours') })
      return editable(saved)
    },
    reload: async () => editable(await client.fetchQuery({ ...workspaceQuery, staleTime: 0 })),
    onSaved: () => toast('Workspace saved'),
  })
  const { draft, change, fieldError } = document
  return (
    <>
      <SectionFrame
        title="Workspace"
        text="Every time on every screen is shown in this time zone, wherever the browser is."
        locked={mayEdit ? undefined : 'Only admins change the workspace.'}
      >
        <SettingsCard>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={16}>
            <TextInput
              label="Name"
              value={draft.name}
              error={fieldError('name')}
              onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
            />
            <Select
              label="Time zone"
              searchable
              allowDeselect={false}
              data={ZONES}
              value={draft.time_zone}
              error={fieldError('time_zone')}
              onChange={(time_zone) => time_zone && change({ ...draft, time_zone })}
            />
            <Select
              label="Country"
              description="How numbers without a country code are read"
              searchable
              allowDeselect={false}
              data={REGIONS}
              value={draft.region}
              error={fieldError('region')}
              onChange={(region) => region && change({ ...draft, region })}
            />
            <Select
              label="Currency"
              description="In which values are shown"
              searchable
              allowDeselect={false}
              data={CURRENCIES}
              value={draft.currency}
              error={fieldError('currency')}
              onChange={(currency) => currency && change({ ...draft, currency })}
            />
          </SimpleGrid>
        </SettingsCard>
      </SectionFrame>
      <EditBar
        document={document}
        problem={draft.name.trim() === '' ? 'The workspace needs a name.' : undefined}
      />
    </>
  )
}

function editable({ name, time_zone, currency, region, version }: Versioned): Editable {
  return { name, time_zone, currency, region, version }
}
