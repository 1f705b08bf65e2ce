import { Button, Group, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '@/api/client'
import type { ImportMapping } from '@/api/types'
import { counted } from '@/lib/counted'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { PhoneNumber } from '@/ui/PhoneNumber'
import { toastError } from '@/ui/toast'
import { versioned } from '../queries'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { Figures } from './Figures'
import { FirstCalls } from './FirstCalls'
import i from './imports.module.css'
import { importQuery, type VersionedImport } from './queries'
import { useImportAction } from './useImport'

/** What the dry run found, and the decision. */
export function CheckStep({ one }: { one: VersionedImport }) {
  const client = useQueryClient()
  const start = useImportAction(one.id, 'start')
  const check = useImportAction(one.id, 'dry_run')
  const { report, mapping } = one
  const change = useMutation({
    mutationFn: async ({ next }: { next: ImportMapping; again: boolean }) =>
      versioned(
        await api.PUT('/imports/{id}/mapping', {
          params: { path: { id: one.id }, header: { 'If-Match': `"${one.version}"` } },
          body: next,
        }),
      ),
    onSuccess: (next, { again }) => {
      if (again) check.mutate()
      else client.setQueryData(importQuery(one.id).queryKey, next)
    },
    onError: (error) => toastError(error),
  })
  if (!report || !mapping) return null
  const { counts } = report
  const exceptions = new Set(mapping.exceptions)
  const choose = (id: string, choice: string) => {
    const next = new Set(exceptions)
    if (choice === mapping.duplicates) next.delete(id)
    else next.add(id)
    change.mutate({ next: { ...mapping, exceptions: [...next] }, again: true })
  }
  const nothing = counts.written + counts.updated === 0
  return (
    <>
      <SettingsCard
        title="What would come of it"
        text={`${counted(counts.rows, 'row')} read. Nothing is written yet.`}
      >
        <Figures
          items={[
            { label: 'New calls', value: counts.written, tone: 'ok' },
            { label: 'Updated', value: counts.updated },
            { label: 'Duplicates left out', value: counts.left_out },
            { label: 'Broken rows', value: counts.broken, tone: counts.broken > 0 ? 'bad' : undefined },
          ]}
        />
        <Group justify="flex-end" mt={16} gap={8}>
          <Button
            variant="default"
            loading={change.isPending && change.variables?.again === false}
            onClick={() => change.mutate({ next: mapping, again: false })}
          >
            Back to the columns
          </Button>
          <Button disabled={nothing} loading={start.isPending} onClick={() => start.mutate()} data-autofocus>
            {nothing ? 'Nothing to import' : `Import ${counted(counts.written + counts.updated, 'call')}`}
          </Button>
        </Group>
      </SettingsCard>
      <FirstCalls one={one} />
      {report.errors.length > 0 && (
        <SettingsCard
          title="Broken rows"
          text={
            report.errors.length >= counts.broken
              ? 'They are left out.'
              : `The first of ${counted(counts.broken, 'broken row')}; they are left out.`
          }
          aside={
            <Button
              component="a"
              href={`/api/imports/${one.id}/errors`}
              download
              variant="default"
              leftSection={<IconDownload size={15} />}
            >
              All broken rows
            </Button>
          }
        >
          <div className={i.tall}>
            <table className={c.table}>
              <thead>
                <tr>
                  <th>Line</th>
                  <th>Column</th>
                  <th>Holds</th>
                  <th className={i.why}>Why not</th>
                </tr>
              </thead>
              <tbody>
                {report.errors.map((error) => (
                  <tr key={`${error.line}/${error.column}/${error.code}`}>
                    <td className="num">{error.line.toLocaleString('en-US')}</td>
                    <td>{error.column === 'row' ? 'whole row' : error.column}</td>
                    <td className={i.value}>{error.value || <span className="dim">empty</span>}</td>
                    <td className={i.why}>{error.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </SettingsCard>
      )}
      {report.known.length > 0 && (
        <SettingsCard
          title="Calls that are here already"
          text={`The default is to ${mapping.duplicates} them. Decide otherwise for single ones here.`}
        >
          <div className={i.tall}>
            <table className={c.table}>
              <thead>
                <tr>
                  <th>Line</th>
                  <th>Call</th>
                  <th>Number</th>
                  <th>
                    <span className="dim">What to do</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {report.known.map((row) => (
                  <tr key={row.line}>
                    <td className="num">{row.line.toLocaleString('en-US')}</td>
                    <td>
                      <Started at={row.started_at} call={row.call_id} />
                    </td>
                    <td>
                      {row.number ? (
                        <PhoneNumber value={row.number} />
                      ) : (
                        <span className="dim">withheld</span>
                      )}
                    </td>
                    <td>
                      {row.call_id ? (
                        <SegmentedControl
                          size="xs"
                          aria-label={`Line ${row.line}`}
                          disabled={change.isPending || check.isPending}
                          data={[
                            { value: 'skip', label: 'Skip' },
                            { value: 'update', label: 'Update' },
                          ]}
                          value={
                            exceptions.has(row.provider_call_id)
                              ? mapping.duplicates === 'skip'
                                ? 'update'
                                : 'skip'
                              : mapping.duplicates
                          }
                          onChange={(choice) => choose(row.provider_call_id, choice)}
                        />
                      ) : (
                        <span className="dim">repeats an earlier row</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </SettingsCard>
      )}
    </>
  )
}

function Started({ at, call }: { at: string; call?: string | undefined }) {
  const zone = useZone()
  const text = formatFull(at, zone)
  if (!call) return <span>{text}</span>
  return (
    <Link to="/calls/$id" params={{ id: call }} className={i.fileLink}>
      {text}
    </Link>
  )
}
