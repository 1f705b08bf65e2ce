import { Button, Group, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import type { MessageTemplate, TextPurpose } from '@/api/types'
import { previewQuery, templatesQuery } from '@/features/messaging/queries'
import { TEXT_PURPOSE, VARIABLE, VARIABLES } from '@/features/messaging/words'
import { toast } from '@/ui/toast'
import { keyFor } from '../reorder'
import t from './texts.module.css'

/** Waits for a pause in typing before the server is asked how it reads. */
const PAUSE_MS = 250

/** Writes a template, and shows how it will read and how large it is. */
/** Answers to STOP and HELP are written by themselves. */
const CHOICES = Object.entries(TEXT_PURPOSE)
  .filter(([value]) => value !== 'help' && value !== 'opt_out_confirmation')
  .map(([value, label]) => ({ value, label }))

export function TemplateDialog({
  template,
  onClose,
}: {
  template: MessageTemplate | undefined
  onClose: () => void
}) {
  const client = useQueryClient()
  const { data: all = [] } = useQuery(templatesQuery)
  const [name, setName] = useState(template?.name ?? '')
  const [body, setBody] = useState(template?.body ?? '')
  const [purpose, setPurpose] = useState<TextPurpose>(template?.purpose ?? 'reply')
  const field = useRef<HTMLTextAreaElement>(null)
  const [idempotency] = useState(() => crypto.randomUUID())
  const save = useMutation({
    mutationFn: () => {
      if (template) {
        const params = { path: { id: template.id }, header: { 'If-Match': `"${template.version}"` } }
        return dataOf(api.PATCH('/messaging/templates/{id}', { params, body: { name, body, purpose } }))
      }
      const taken = all.map((one) => one.key)
      const key = keyFor(name, taken)
      const params = { header: { 'Idempotency-Key': idempotency } }
      return dataOf(api.POST('/messaging/templates', { params, body: { key, name, body, purpose } }))
    },
    onSuccess: (saved) => {
      toast(`“${saved.name}” saved`)
      void client.invalidateQueries({ queryKey: keys.settings.section('message-templates') })
      onClose()
    },
  })
  const problem = isApiError(save.error) ? save.error : undefined
  const insert = (variable: string) => {
    const at = field.current?.selectionStart ?? body.length
    setBody(`${body.slice(0, at)}{{${variable}}}${body.slice(at)}`)
    field.current?.focus()
  }
  const complete = name.trim() !== '' && body.trim() !== ''
  return (
    <Modal opened onClose={onClose} size="lg" title={template ? `Edit “${template.name}”` : 'New template'}>
      <form
        className={t.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (complete) save.mutate()
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          withAsterisk
          maxLength={80}
          value={name}
          error={problem?.field('name') ?? problem?.field('key')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="What it is for"
          description="Rules of contact ask this"
          allowDeselect={false}
          data={CHOICES}
          value={purpose}
          onChange={(chosen) => chosen && setPurpose(chosen as TextPurpose)}
        />
        <Textarea
          ref={field}
          label="Text"
          withAsterisk
          autosize
          minRows={4}
          maxRows={12}
          maxLength={1600}
          value={body}
          error={problem?.field('body')}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <div className={t.variables} role="group" aria-label="Insert a variable">
          {VARIABLES.map((variable) => (
            <Button
              key={variable}
              variant="default"
              size="compact-xs"
              title={`{{${variable}}}`}
              onClick={() => insert(variable)}
            >
              {VARIABLE[variable]}
            </Button>
          ))}
        </div>
        <Reading body={body} />
        {problem && !problem.field('body') && !problem.field('name') && !problem.field('key') && (
          <p role="alert" style={{ margin: 0, color: 'var(--app-bad)', fontSize: 13 }}>
            {messageOf(problem)}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!complete} loading={save.isPending}>
            Save template
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

function Reading({ body }: { body: string }) {
  const [settled] = useDebouncedValue(body, PAUSE_MS)
  const { data, error } = useQuery(previewQuery(settled, {}))
  if (body.trim() === '') return null
  if (error) {
    const words = isApiError(error)
      ? (error.problem.errors?.[0]?.message ?? messageOf(error))
      : messageOf(error)
    return (
      <p role="alert" style={{ margin: 0, color: 'var(--app-bad)', fontSize: 13 }}>
        {words}
      </p>
    )
  }
  if (!data) return null
  return (
    <div>
      <section className={t.preview} aria-label="Preview">
        {data.text}
      </section>
      <p className={`${t.size} num`} data-many={data.segments > 1 || undefined} aria-live="polite">
        {data.characters} characters, {data.segments} {data.segments === 1 ? 'segment' : 'segments'}
        {data.alphabet === 'ucs2' && ', special characters'}
        {data.segments > 0 && `, ${data.left} left in the last one`}
      </p>
    </div>
  )
}
