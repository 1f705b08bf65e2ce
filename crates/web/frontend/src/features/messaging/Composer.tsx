import { ActionIcon, Button, Popover, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconCalendarClock, IconSend2, IconTemplate } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { isApiError, messageOf } from '@/api/problem'
import type { RefusedRule } from '@/api/types'
import { formatSoon } from '@/lib/time'
import { parseWhen } from '@/lib/when'
import { useZone } from '@/lib/zone'
import { Kbd } from '@/ui/Kbd'
import { toast } from '@/ui/toast'
import { WhenField } from '@/ui/WhenField'
import c from './messaging.module.css'
import type { Recipient } from './queries'
import { RefusalNote, waitsUntil } from './RefusalNote'
import { TemplateMenu } from './TemplateMenu'
import { type ComposerState, useComposer } from './useComposer'
import { VARIABLE } from './words'

interface Props {
  to: Recipient
  /** What stands in the way of writing now, as the server says. */
  refusals: readonly RefusedRule[]
  onSent: () => void
  autoFocus?: boolean
}

/** Writes a text: words or a template by "/", how it will read, its size, now or at a time. */
export function Composer({ to, refusals, onSent, autoFocus = false }: Props) {
  const zone = useZone()
  const composer = useComposer(to, onSent)
  const { words, templates, preview, send } = composer
  const [menu, setMenu] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const told = isApiError(send.error) ? readRefusals(send.error.problem.refusals) : []
  const standing = told.length > 0 ? told : refusals
  const waits = waitsUntil(standing)
  const empty = words.trim() === ''
  const missing = preview?.missing ?? []
  const ready = !empty && missing.length === 0 && composer.previewError === null
  const blocked = refusals.length > 0
  const slash = words.startsWith('/') ? words.slice(1).toLowerCase() : null
  const offered = slash === null ? templates : templates.filter((one) => matches(one, slash))
  const go = (at?: number) => {
    if (!ready || send.isPending) return
    const scheduled = at === undefined ? undefined : new Date(at).toISOString()
    send.mutate(scheduled, {
      onSuccess: () => {
        if (at !== undefined) toast(`Goes out ${formatSoon(at, zone, Date.now())}`)
        field.current?.focus()
      },
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = offered
    if (event.key === 'Enter' && slash !== null && first) {
      event.preventDefault()
      composer.pick(first)
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      if (!blocked) go()
    } else if (event.key === 'Escape' && (slash !== null || menu)) {
      event.stopPropagation()
      if (slash !== null) composer.write('')
      setMenu(false)
    }
  }
  return (
    <section className={c.composer} aria-label="Write a text">
      {standing.length > 0 && <RefusalNote refusals={standing} />}
      <Popover
        opened={menu || slash !== null}
        onChange={setMenu}
        position="top-start"
        width="target"
        trapFocus={false}
        withRoles={false}
      >
        <Popover.Target>
          <Textarea
            ref={field}
            data-autofocus={autoFocus || undefined}
            aria-label="Text"
            placeholder="Write a text, or / for a template"
            autosize
            minRows={2}
            maxRows={7}
            maxLength={1600}
            value={words}
            onChange={(event) => composer.write(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </Popover.Target>
        <Popover.Dropdown p={4}>
          <TemplateMenu
            templates={offered}
            onPick={(template) => {
              composer.pick(template)
              setMenu(false)
              field.current?.focus()
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {missing.length > 0 && (
        <div className={c.missing}>
          {missing.map((variable) => (
            <TextInput
              key={variable}
              size="xs"
              label={VARIABLE[variable]}
              placeholder={variable === 'job_time' ? 'at 2:30 PM' : ''}
              maxLength={120}
              defaultValue={composer.values[variable] ?? ''}
              onBlur={(event) => composer.fill(variable, event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') composer.fill(variable, event.currentTarget.value)
              }}
            />
          ))}
        </div>
      )}
      <Reading composer={composer} />
      <div className={c.composerFoot}>
        <Tooltip label="Templates">
          <ActionIcon aria-label="Templates" aria-expanded={menu} onClick={() => setMenu((open) => !open)}>
            <IconTemplate size={17} />
          </ActionIcon>
        </Tooltip>
        <Size composer={composer} />
        <span className="grow" />
        {send.error && told.length === 0 && (
          <span className={c.sendError} role="alert">
            {messageOf(send.error)}
          </span>
        )}
        {waits !== undefined && ready && (
          <Button variant="light" size="compact-sm" onClick={() => go(waits)}>
            Send {formatSoon(waits, zone, Date.now())}
          </Button>
        )}
        <Later disabled={!ready} onPick={go} />
        <Tooltip label={standing[0]?.words ?? ''} disabled={!blocked} multiline maw={320}>
          <Button
            leftSection={<IconSend2 size={15} />}
            rightSection={
              <span className="desktop-only">
                <Kbd keys="Ctrl+Enter" />
              </span>
            }
            loading={send.isPending}
            {...(blocked || !ready ? { 'data-disabled': true, 'aria-disabled': true } : {})}
            onClick={() => {
              if (!blocked) go()
            }}
          >
            Send
          </Button>
        </Tooltip>
      </div>
    </section>
  )
}

/** How the text will read to the customer, where that differs from what is written. */
function Reading({ composer }: { composer: ComposerState }) {
  const { preview, previewError, words } = composer
  if (previewError) {
    return (
      <p className={c.previewError} role="alert">
        {isApiError(previewError)
          ? (previewError.problem.errors?.[0]?.message ?? messageOf(previewError))
          : messageOf(previewError)}
      </p>
    )
  }
  if (!preview || preview.text === words.trim() || words.startsWith('/')) return null
  return (
    <div className={c.preview}>
      <span className="dim">Reads</span>
      <p aria-live="polite">{preview.text}</p>
    </div>
  )
}

function Size({ composer }: { composer: ComposerState }) {
  const { preview } = composer
  if (!preview) return <span className={`${c.size} dim`} />
  const many = preview.segments > 1
  return (
    <span className={`${c.size} num`} data-many={many || undefined} aria-live="polite">
      {preview.characters} characters, {preview.segments} {many ? 'segments' : 'segment'}
      {preview.alphabet === 'ucs2' && <span className="dim"> (special characters)</span>}
    </span>
  )
}

/** Another time for the text. */
function Later({ disabled, onPick }: { disabled: boolean; onPick: (at: number) => void }) {
  const zone = useZone()
  const [open, setOpen] = useState(false)
  const [when, setWhen] = useState('')
  const at = parseWhen(when, Date.now(), zone)
  const submit = () => {
    if (at === null) return
    setOpen(false)
    setWhen('')
    onPick(at)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={320} trapFocus>
      <Popover.Target>
        <Tooltip label="Send later">
          <ActionIcon aria-label="Send later" disabled={disabled} onClick={() => setOpen((now) => !now)}>
            <IconCalendarClock size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <WhenField first label="Send at" value={when} onChange={setWhen} onSubmit={submit} />
        <Button fullWidth mt={12} disabled={at === null} onClick={submit}>
          Schedule
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}

function matches(template: { key: string; name: string }, fragment: string): boolean {
  return template.key.includes(fragment) || template.name.toLowerCase().includes(fragment)
}

function readRefusals(value: unknown): RefusedRule[] {
  return Array.isArray(value) ? (value as RefusedRule[]) : []
}
