import { ActionIcon, Button, NumberInput, Switch, TextInput } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { MessageTemplate, TextSettings } from '@/api/types'
import { templatesQuery } from '@/features/messaging/queries'
import { TEXT_PURPOSE } from '@/features/messaging/words'
import { useDocument } from '@/lib/useDocument'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { EditBar } from '@/ui/EditBar'
import { toast, toastError } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { textSettingsQuery } from './query'
import { TemplateDialog } from './TemplateDialog'
import t from './texts.module.css'

/** What the desk texts: templates, the text after a missed call, how many a day. */
export default function TextsSection() {
  const query = useQuery(textSettingsQuery)
  return <Loaded query={query}>{(settings) => <Editor settings={settings} />}</Loaded>
}

function Editor({ settings }: { settings: TextSettings }) {
  const client = useQueryClient()
  const mayEdit = useCan('manage_settings')
  const [editing, setEditing] = useState<MessageTemplate | 'new' | null>(null)
  const document = useDocument({
    current: settings,
    versionOf: (current) => current.version,
    send: async (draft, version) => {
      const saved = await dataOf(
        api.POST('/settings/texts', { params: { header: { 'If-Match': `"${version}"` } }, body: draft }),
      )
      client.setQueryData(textSettingsQuery.queryKey, saved)
      return saved
    },
    reload: () => client.fetchQuery({ ...textSettingsQuery, staleTime: 0 }),
    onSaved: () => toast('Settings of texts saved'),
  })
  const { draft, change } = document
  return (
    <>
      <SectionFrame
        title="Texts"
        text="What the desk texts to customers. A template is written once; its variables become the customer’s name and the like when it is sent."
        locked={mayEdit ? undefined : 'Only admins change texts.'}
        action={
          mayEdit && (
            <Button leftSection={<IconPlus size={15} />} onClick={() => setEditing('new')}>
              New template
            </Button>
          )
        }
        wide
      >
        <Templates editable={mayEdit} onEdit={setEditing} />
        <SettingsCard title="Rules" text="What the law says about hours and consent holds anyway.">
          <div className={t.rules}>
            <Switch
              label="Text back after a missed call"
              description="Within a minute, with the template “missed_call”; never to landlines or spam. A callback stays owed."
              checked={draft.text_back}
              onChange={(event) => change({ ...draft, text_back: event.currentTarget.checked })}
            />
            <NumberInput
              label="Texts a day without an answer"
              description="To one customer; his answer starts the count anew"
              min={1}
              max={20}
              allowDecimal={false}
              clampBehavior="blur"
              value={draft.daily_cap}
              error={document.fieldError('daily_cap')}
              onChange={(value) => {
                if (typeof value === 'number') change({ ...draft, daily_cap: value })
              }}
            />
            <TextInput
              label="Line for texts"
              description="Used when no call says which; such as +14045550190"
              placeholder="+1…"
              maxLength={16}
              value={draft.line_e164 ?? ''}
              error={document.fieldError('line_e164')}
              onChange={(event) => {
                const line = event.currentTarget.value.trim()
                const { line_e164: _, ...rest } = draft
                change(line ? { ...rest, line_e164: line } : rest)
              }}
            />
          </div>
        </SettingsCard>
      </SectionFrame>
      <EditBar document={document} saveLabel="Save settings" />
      {editing !== null && (
        <TemplateDialog template={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />
      )}
    </>
  )
}

function Templates({ editable, onEdit }: { editable: boolean; onEdit: (template: MessageTemplate) => void }) {
  const client = useQueryClient()
  const query = useQuery(templatesQuery)
  const remove = async (template: MessageTemplate) => {
    try {
      await api.DELETE('/messaging/templates/{id}', { params: { path: { id: template.id } } })
      toast(`“${template.name}” removed`)
    } catch (error) {
      toastError(error)
    }
    void client.invalidateQueries({ queryKey: keys.settings.section('message-templates') })
  }
  return (
    <SettingsCard title="Templates" text="In the field of a text, / and the first letters find one.">
      <Loaded query={query}>
        {(templates) => (
          <div className={c.scrollX}>
            <table className={c.table}>
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Text</th>
                  <th>For</th>
                  <th>Segments</th>
                  {editable && (
                    <th>
                      <span className="dim">Edit</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {templates.map((template) => (
                  <tr key={template.id}>
                    <td>
                      <strong>{template.name}</strong>
                      <div className="dim">/{template.key}</div>
                    </td>
                    <td className={t.body}>{template.body}</td>
                    <td>{TEXT_PURPOSE[template.purpose]}</td>
                    <td className="num">{template.segments}</td>
                    {editable && (
                      <td>
                        <span className={c.rowTools}>
                          <ActionIcon aria-label={`Edit ${template.name}`} onClick={() => onEdit(template)}>
                            <IconPencil size={16} />
                          </ActionIcon>
                          {!template.is_default && (
                            <Remove template={template} onRemove={() => void remove(template)} />
                          )}
                        </span>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </SettingsCard>
  )
}

function Remove({ template, onRemove }: { template: MessageTemplate; onRemove: () => void }) {
  return (
    <ConfirmButton
      variant="subtle"
      size="compact-sm"
      color="gray"
      aria-label={`Remove ${template.name}`}
      question={`Remove “${template.name}”? Texts that were made of it stay.`}
      confirmLabel="Remove"
      onConfirm={onRemove}
    >
      <IconTrash size={16} />
    </ConfirmButton>
  )
}
