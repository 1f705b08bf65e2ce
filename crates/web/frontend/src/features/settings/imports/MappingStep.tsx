import { Button, Group, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import type { ImportEncoding, ImportMapping, ImportSeparator } from '@/api/types'
import { toastError } from '@/ui/toast'
import { versioned } from '../queries'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { ColumnTable } from './ColumnTable'
import { columnsOf, linesOf, missing, toMapped } from './mapping'
import { importQuery, type VersionedImport } from './queries'
import { useImportAction } from './useImport'
import { ENCODING, SEPARATOR } from './words'

const ZONES = Intl.supportedValuesOf('timeZone')

/** Says what each column holds, with the first rows beside it, and how the rest is read. */
export function MappingStep({ one }: { one: VersionedImport }) {
  const client = useQueryClient()
  const { layout, mapping } = one
  const [columns, setColumns] = useState(() =>
    layout && mapping ? columnsOf(mapping, layout.headers.length) : [],
  )
  const [draft, setDraft] = useState(mapping)
  const [lines, setLines] = useState(() => mapping?.own_lines?.join('\n') ?? '')
  const check = useImportAction(one.id, 'dry_run')
  const lacks = missing(columns)
  const reread = useMutation({
    mutationFn: async (body: { encoding?: ImportEncoding; separator?: ImportSeparator }) =>
      versioned(await api.PUT('/imports/{id}/reading', { params: { path: { id: one.id } }, body })),
    onSuccess: (next) => client.setQueryData(importQuery(one.id).queryKey, next),
    onError: (error) => toastError(error, 'The file cannot be read that way'),
  })
  const save = useMutation({
    mutationFn: async (body: ImportMapping) =>
      versioned(
        await api.PUT('/imports/{id}/mapping', {
          params: { path: { id: one.id }, header: { 'If-Match': `"${one.version}"` } },
          body,
        }),
      ),
    // The dry run answers the next state, so that the form is not made anew in between.
    onSuccess: () => check.mutate(),
  })
  if (!layout || !draft) return null
  const change = (part: Partial<ImportMapping>) => setDraft({ ...draft, ...part })
  const errorOf = (path: string) => (isApiError(save.error) ? save.error.field(path) : undefined)
  const submit = () => save.mutate({ ...draft, columns: toMapped(columns), own_lines: linesOf(lines) })
  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <SettingsCard
        title="Columns"
        text="What each column holds. The choice is remembered for the next file with the same header."
        aside={
          <Group gap={8} wrap="nowrap">
            <Select
              aria-label="Separator"
              w={132}
              allowDeselect={false}
              disabled={reread.isPending}
              data={Object.entries(SEPARATOR).map(([value, label]) => ({ value, label }))}
              value={layout.separator}
              onChange={(next) =>
                next && reread.mutate({ separator: next as ImportSeparator, encoding: layout.encoding })
              }
            />
            <Select
              aria-label="Encoding"
              w={190}
              allowDeselect={false}
              disabled={reread.isPending}
              data={Object.entries(ENCODING).map(([value, label]) => ({ value, label }))}
              value={layout.encoding}
              onChange={(next) =>
                next && reread.mutate({ encoding: next as ImportEncoding, separator: layout.separator })
              }
            />
          </Group>
        }
      >
        <ColumnTable layout={layout} columns={columns} onChange={setColumns} />
      </SettingsCard>
      <SettingsCard title="Everything else">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={16}>
          <Select
            label="Times without a zone are in"
            searchable
            allowDeselect={false}
            data={ZONES}
            value={draft.time_zone}
            error={errorOf('time_zone')}
            onChange={(zone) => zone && change({ time_zone: zone })}
          />
          <Select
            label="Calls without a direction were"
            allowDeselect={false}
            data={[
              { value: 'in', label: 'Incoming' },
              { value: 'out', label: 'Outgoing' },
            ]}
            value={draft.direction}
            onChange={(direction) =>
              direction && change({ direction: direction as ImportMapping['direction'] })
            }
          />
          <Textarea
            label="Your own numbers"
            description="One a line. A call from one of them went out; a single one stands where a row names none."
            autosize
            minRows={2}
            value={lines}
            error={
              isApiError(save.error)
                ? save.error.problem.errors?.find((e) => e.path.startsWith('own_lines'))?.message
                : undefined
            }
            onChange={(event) => setLines(event.currentTarget.value)}
          />
          <div style={{ display: 'grid', gap: 16, alignContent: 'start' }}>
            <Select
              label="Calls that are here already"
              description="Found by the call id of the source"
              allowDeselect={false}
              data={[
                { value: 'skip', label: 'Skip: leave them as they are' },
                { value: 'update', label: 'Update: only what nobody changed by hand' },
              ]}
              value={draft.duplicates}
              onChange={(next) => next && change({ duplicates: next as ImportMapping['duplicates'] })}
            />
            <TextInput
              label="Source"
              description="Call ids are unique within it"
              value={draft.provider}
              error={errorOf('provider')}
              onChange={(event) => change({ provider: event.currentTarget.value })}
            />
          </div>
        </SimpleGrid>
        {lacks.length > 0 && (
          <p className={c.error} role="status">
            Still missing: {lacks.join(' and ')}.
          </p>
        )}
        {save.error && !errorOf('time_zone') && !errorOf('provider') && (
          <p className={c.error} role="alert">
            {messageOf(save.error)}
          </p>
        )}
        <Group justify="flex-end" mt={16}>
          <Button type="submit" disabled={lacks.length > 0} loading={save.isPending || check.isPending}>
            Dry run
          </Button>
        </Group>
      </SettingsCard>
    </form>
  )
}
