import { Button, Group, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import { dispositionsQuery } from '@/api/session'
import { counted } from '@/lib/counted'
import { useNow } from '@/lib/now'
import { useZone } from '@/lib/zone'
import { type Asked, askedFor } from './asking'
import { BulkFields } from './BulkFields'
import c from './bulk.module.css'
import { type BulkForm, type BulkKind, type BulkTarget, changeOf, EMPTY_FORM } from './change'
import { PreviewOf, usePreview } from './Preview'

interface Props {
  kind: BulkKind
  count: number
  target: BulkTarget
  knownTags: readonly string[]
  onClose: () => void
  /** The change is on its way. */
  onAsked: () => void
}

const TITLES: Record<BulkKind, string> = {
  tag: 'Tags',
  outcome: 'Give an outcome',
  follow_up: 'Schedule a follow-up',
  assign: 'Assign the open follow-ups',
  spam: 'Mark as spam',
}

/** Asks what is to be done, says beforehand what it will do and what it will leave, and hands it to the server. */
export function BulkDialog({ kind, count, target, knownTags, onClose, onAsked }: Props) {
  const client = useQueryClient()
  const zone = useZone()
  const now = useNow('slow')
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { data: catalogue = [] } = useQuery(dispositionsQuery)
  const [form, setForm] = useState<BulkForm>(EMPTY_FORM)
  const asked = useRef<Asked>(undefined)
  const change = changeOf(kind, form, { now, zone, catalogue })
  const preview = usePreview(target, change)
  const ask = useMutation({
    mutationFn: (wanted: NonNullable<typeof change>) => {
      asked.current = askedFor(asked.current, form, target, { ...target, ...wanted })
      const { key, request } = asked.current
      const params = { header: { 'Idempotency-Key': key } }
      return dataOf(api.POST('/calls/bulk', { params, body: request }))
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.activity.all })
      onAsked()
    },
    onError: (error) => {
      // A refusal made no job; the next try may read its times anew.
      if (isApiError(error) && error.status >= 400 && error.status < 500) asked.current = undefined
    },
  })
  const would = preview.data?.would_change
  return (
    <Modal opened onClose={onClose} title={TITLES[kind]} size="lg" fullScreen={phone ?? false}>
      <form
        className={c.dialog}
        onSubmit={(event) => {
          event.preventDefault()
          if (change && would !== 0) ask.mutate(change)
        }}
      >
        <BulkFields
          kind={kind}
          form={form}
          change={(next) => setForm((before) => ({ ...before, ...next }))}
          catalogue={catalogue}
          knownTags={knownTags}
          count={count}
        />
        <PreviewOf preview={preview} count={count} ready={change !== undefined} />
        {ask.error && (
          <p className={c.complaint} role="alert">
            {messageOf(ask.error)}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!change || would === 0} loading={ask.isPending}>
            {verbOf(kind, form)}{' '}
            {would === undefined || !change ? counted(count, 'call') : counted(would, 'call')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

function verbOf(kind: BulkKind, form: BulkForm): string {
  switch (kind) {
    case 'tag':
      return form.removes ? 'Untag' : 'Tag'
    case 'outcome':
      return 'Close'
    case 'follow_up':
      return 'Schedule for'
    case 'assign':
      return 'Assign'
    case 'spam':
      return 'Mark'
  }
}
