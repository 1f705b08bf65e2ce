import { Autocomplete, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CallDetail } from '@/api/types'
import { useCallChange } from '../queries'
import c from './parts.module.css'

/** Labels of a call. Enter adds, Escape gives up, none twice (S1-DRW-06). */
export function TagEditor({ call, disabled }: { call: CallDetail; disabled: boolean }) {
  const [adding, setAdding] = useState(false)
  const client = useQueryClient()
  const change = useCallChange(async (tags: string[]) => {
    const params = { path: { id: call.id } }
    const saved = await dataOf(api.PATCH('/calls/{id}/tags', { params, body: { tags } }))
    void client.invalidateQueries({ queryKey: keys.calls.tags('') })
    return saved.call
  }, 'The tags did not change')
  const add = (text: string) => {
    const tag = text.trim()
    if (tag !== '' && !call.tags.includes(tag)) change.mutate([...call.tags, tag])
  }
  return (
    <section className={c.section} aria-labelledby="tags-title">
      <h3 id="tags-title">Tags</h3>
      <div className={c.tags}>
        {call.tags.map((tag) => (
          <span key={tag} className={c.tagChip}>
            {tag}
            <button
              type="button"
              aria-label={`Remove ${tag}`}
              disabled={disabled || change.isPending}
              onClick={() => change.mutate(call.tags.filter((other) => other !== tag))}
            >
              <IconX size={12} />
            </button>
          </span>
        ))}
        {adding ? (
          <NewTag onAdd={add} onDone={() => setAdding(false)} present={call.tags} />
        ) : (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconPlus size={12} />}
            disabled={disabled}
            onClick={() => setAdding(true)}
          >
            Add tag
          </Button>
        )}
      </div>
    </section>
  )
}

interface NewTagProps {
  onAdd: (tag: string) => void
  onDone: () => void
  present: readonly string[]
}

function NewTag({ onAdd, onDone, present }: NewTagProps) {
  const [text, setText] = useState('')
  const { data: known = [] } = useQuery({
    queryKey: keys.calls.tags(''),
    queryFn: async () => (await dataOf(api.GET('/calls/tags', { params: { query: {} } }))).data,
  })
  return (
    <Autocomplete
      aria-label="New tag"
      placeholder="Enter adds"
      w={150}
      autoFocus
      data={known.filter((tag) => !present.includes(tag))}
      value={text}
      onChange={setText}
      onOptionSubmit={(tag) => {
        onAdd(tag)
        // The field takes over the option after this; empty it when it has.
        setTimeout(() => setText(''))
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          onDone()
        }
        if (event.key === 'Enter' && text.trim() !== '') {
          onAdd(text)
          setText('')
        }
      }}
      onBlur={onDone}
      maxLength={60}
    />
  )
}
