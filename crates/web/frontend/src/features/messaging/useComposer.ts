import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import type { MessageTemplate, NewText, TemplateVariable } from '@/api/types'
import { previewQuery, type Recipient, templatesQuery } from './queries'

/** Waits for a pause in typing before the server is asked how it reads. */
const PAUSE_MS = 250

/** What is being written, to whom, and how it will read. */
export function useComposer(to: Recipient, onSent: () => void) {
  const [words, setWords] = useState('')
  const [template, setTemplate] = useState<MessageTemplate | null>(null)
  const [values, setValues] = useState<Partial<Record<TemplateVariable, string>>>({})
  /** The key of this text, so that a second click sends nothing twice. */
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [settled] = useDebouncedValue(words, PAUSE_MS)
  const { data: templates = [] } = useQuery(templatesQuery)
  const given = Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value.trim() !== ''),
  ) as Record<string, string>
  const preview = useQuery(previewQuery(settled, given, to))
  const clear = () => {
    setWords('')
    setTemplate(null)
    setValues({})
    setKey(crypto.randomUUID())
  }
  const send = useMutation({
    mutationFn: (scheduled: string | undefined) => {
      const body: NewText = {
        message: words,
        variables: given,
        ...(template ? { template: template.key } : {}),
        ...(scheduled ? { scheduled_for: scheduled } : {}),
      }
      return post(to, body, key)
    },
    onSuccess: () => {
      clear()
      onSent()
    },
  })
  return {
    words,
    write: (text: string) => {
      setWords(text)
      send.reset()
      if (text.trim() === '') setTemplate(null)
    },
    templates,
    template,
    pick: (chosen: MessageTemplate) => {
      setTemplate(chosen)
      setWords(chosen.body)
      send.reset()
    },
    values,
    fill: (variable: TemplateVariable, value: string) => setValues({ ...values, [variable]: value }),
    preview: words.trim() === '' ? undefined : preview.data,
    previewError: words.trim() === '' ? null : preview.error,
    isCurrent: settled === words && !preview.isFetching,
    send,
  }
}

export type ComposerState = ReturnType<typeof useComposer>

async function post(to: Recipient, body: NewText, key: string): Promise<void> {
  const header = { 'Idempotency-Key': key }
  if ('call_id' in to) {
    const params = { path: { id: to.call_id }, header }
    await dataOf(api.POST('/calls/{id}/send-sms', { params, body }))
  } else {
    const params = { path: { id: to.conversation_id }, header }
    await dataOf(api.POST('/conversations/{id}/messages', { params, body }))
  }
}
