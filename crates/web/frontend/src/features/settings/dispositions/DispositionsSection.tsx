import { ActionIcon, Button, Switch } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { Disposition, DispositionCatalogue } from '@/api/types'
import { useDocument } from '@/lib/useDocument'
import { DISPOSITION_CLASS } from '@/lib/words'
import { EditBar } from '@/ui/EditBar'
import { StatusDot } from '@/ui/StatusDot'
import { toast } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { catalogueQuery } from '../queries'
import { moved } from '../reorder'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { DispositionDialog } from './DispositionDialog'
import { demandsOf, effectsOf } from './effects'

/** The results that a call can be given, in the order of the picker. */
export default function DispositionsSection() {
  const query = useQuery(catalogueQuery)
  return <Loaded query={query}>{(catalogue) => <Editor catalogue={catalogue} />}</Loaded>
}

const KEYED = 9

function Editor({ catalogue }: { catalogue: DispositionCatalogue }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const [editing, setEditing] = useState<number | 'new' | null>(null)
  const current = useMemo(() => sorted(catalogue), [catalogue])
  const document = useDocument({
    current,
    versionOf: (one) => one.version,
    send: async (draft, version) => {
      const saved = await dataOf(
        api.POST('/settings/disposition-rules', {
          params: { header: { 'If-Match': `"${version}"` } },
          body: draft,
        }),
      )
      client.setQueryData(catalogueQuery.queryKey, saved)
      void client.invalidateQueries({ queryKey: keys.settings.section('dispositions') })
      return sorted(saved)
    },
    reload: async () => sorted(await client.fetchQuery({ ...catalogueQuery, staleTime: 0 })),
    onSaved: () => toast('Dispositions saved'),
  })
  const { draft, change } = document
  const setList = (list: Disposition[]) =>
    change({ ...draft, data: list.map((rule, index) => ({ ...rule, position: index + 1 })) })
  const rules = draft.data
  const offered = rules.filter((rule) => rule.active)
  return (
    <>
      <SectionFrame
        title="Dispositions"
        text="The results that a call can be given. The first nine have the keys 1 to 9. A retired one stays on the calls that have it."
        locked={mayEdit ? undefined : 'Only admins change dispositions.'}
        action={
          mayEdit && (
            <Button leftSection={<IconPlus size={15} />} onClick={() => setEditing('new')}>
              Add a disposition
            </Button>
          )
        }
        wide
      >
        <SettingsCard>
          <div className={c.scrollX}>
            <table className={c.table}>
              <thead>
                <tr>
                  <th>Key</th>
                  <th>Label</th>
                  <th>Class</th>
                  <th>Asks for</th>
                  <th>Saving it</th>
                  <th>Offered</th>
                  {mayEdit && (
                    <th>
                      <span className="dim">Edit</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {rules.map((rule, index) => (
                  <Row
                    key={rule.key}
                    rule={rule}
                    number={offered.indexOf(rule) + 1}
                    first={index === 0}
                    last={index === rules.length - 1}
                    editable={mayEdit}
                    error={document.fieldError(`data.${index}.label`)}
                    onMove={(by) => setList(moved(rules, index, by))}
                    onActive={(active) =>
                      setList(rules.map((one, at) => (at === index ? { ...one, active } : one)))
                    }
                    onEdit={() => setEditing(index)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </SettingsCard>
      </SectionFrame>
      <EditBar
        document={document}
        saveLabel="Save dispositions"
        problem={offered.length === 0 ? 'At least one disposition must be offered.' : undefined}
      />
      {editing !== null && (
        <DispositionDialog
          rule={editing === 'new' ? undefined : rules[editing]}
          taken={rules.map((rule) => rule.key)}
          position={rules.length + 1}
          onClose={() => setEditing(null)}
          onSave={(rule) => {
            setEditing(null)
            setList(
              editing === 'new' ? [...rules, rule] : rules.map((one, at) => (at === editing ? rule : one)),
            )
          }}
        />
      )}
    </>
  )
}

interface RowProps {
  rule: Disposition
  number: number
  first: boolean
  last: boolean
  editable: boolean
  error: string | undefined
  onMove: (by: -1 | 1) => void
  onActive: (active: boolean) => void
  onEdit: () => void
}

function Row({ rule, number, first, last, editable, error, onMove, onActive, onEdit }: RowProps) {
  const meaning = DISPOSITION_CLASS[rule.class]
  const effects = effectsOf(rule)
  return (
    <tr data-off={rule.active ? undefined : true}>
      <td className="num">{rule.active && number <= KEYED ? number : <span className="dim">–</span>}</td>
      <td>
        <strong>{rule.label}</strong>
        {error && <p className={c.error}>{error}</p>}
      </td>
      <td>
        <StatusDot tone={meaning?.tone ?? 'mute'}>{meaning?.label ?? rule.class}</StatusDot>
      </td>
      <td>{demandsOf(rule) || <span className="dim">nothing</span>}</td>
      <td>{effects.length > 0 ? effects.join(', ') : <span className="dim">only records it</span>}</td>
      <td>
        <Switch
          aria-label={`Offer ${rule.label}`}
          checked={rule.active}
          onChange={(event) => onActive(event.currentTarget.checked)}
        />
      </td>
      {editable && (
        <td>
          <span className={c.rowTools}>
            <ActionIcon aria-label={`Move ${rule.label} up`} disabled={first} onClick={() => onMove(-1)}>
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon aria-label={`Move ${rule.label} down`} disabled={last} onClick={() => onMove(1)}>
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon aria-label={`Edit ${rule.label}`} onClick={onEdit}>
              <IconPencil size={16} />
            </ActionIcon>
          </span>
        </td>
      )}
    </tr>
  )
}

function sorted(catalogue: DispositionCatalogue): DispositionCatalogue {
  return { ...catalogue, data: catalogue.data.toSorted((a, b) => a.position - b.position) }
}
