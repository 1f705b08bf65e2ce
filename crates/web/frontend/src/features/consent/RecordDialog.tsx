import { Button, Modal, MultiSelect, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import type { ConsentVia, ContactChannel, ContactPurpose, NewConsentEntry } from '@/api/types'
import { toast } from '@/ui/toast'
import c from './consent.module.css'
import { type Party, useConsentChange } from './queries'
import { CHANNEL, PURPOSE, VIA, VIA_BY_HAND } from './words'

type Said = 'granted' | 'granted_in_writing' | 'revoked'

const SAID: { value: Said; label: string }[] = [
  { value: 'granted', label: 'Yes' },
  { value: 'granted_in_writing', label: 'Yes, in writing' },
  { value: 'revoked', label: 'No' },
]
const CHANNELS: readonly ContactChannel[] = ['call', 'text', 'email']
const PURPOSES: readonly ContactPurpose[] = ['reply', 'service', 'reminder', 'survey', 'marketing']

/** Writes down what a customer agreed to or refused. */
export function RecordDialog({ party, onClose }: { party: Party; onClose: () => void }) {
  const [said, setSaid] = useState<Said>('granted')
  const [channels, setChannels] = useState<ContactChannel[]>(['text'])
  const [purposes, setPurposes] = useState<ContactPurpose[]>([])
  const [words, setWords] = useState('')
  const [via, setVia] = useState<ConsentVia>('call')
  const [source, setSource] = useState('')
  const [key] = useState(() => crypto.randomUUID())
  const record = useConsentChange((body: NewConsentEntry) => {
    const headers = { 'Idempotency-Key': key }
    return dataOf(api.POST('/consent', { body, params: { header: headers } }))
  }, 'Nothing was written down')
  const errorOf = (path: string) => (isApiError(record.error) ? record.error.field(path) : undefined)
  const submit = () =>
    record.mutate(
      {
        ...party,
        change: said,
        ...(channels.length > 0 ? { channels } : {}),
        ...(purposes.length > 0 ? { purposes } : {}),
        words: words.trim(),
        via,
        source: source.trim(),
      },
      {
        onSuccess: () => {
          toast('Written down')
          onClose()
        },
      },
    )
  return (
    <Modal opened onClose={onClose} title="What the customer said" size="md">
      <form
        className={c.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <SegmentedControl
          aria-label="What was said"
          data={SAID}
          value={said}
          onChange={(next) => setSaid(next as Said)}
        />
        <MultiSelect
          label="To what"
          description="Nothing chosen is every channel"
          data={CHANNELS.map((value) => ({ value, label: CHANNEL[value] }))}
          value={channels}
          error={errorOf('channels')}
          onChange={(next) => setChannels(next as ContactChannel[])}
        />
        <MultiSelect
          label="About what"
          description="Nothing chosen is everything"
          data={PURPOSES.map((value) => ({ value, label: PURPOSE[value] }))}
          value={purposes}
          error={errorOf('purposes')}
          onChange={(next) => setPurposes(next as ContactPurpose[])}
        />
        <Textarea
          label={said === 'granted_in_writing' ? 'The text that was signed' : 'In which words'}
          withAsterisk
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={words}
          error={errorOf('words')}
          data-autofocus
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Select
          label="How it came"
          allowDeselect={false}
          data={VIA_BY_HAND.map((value) => ({ value, label: VIA[value] }))}
          value={via}
          onChange={(next) => next && setVia(next)}
        />
        <TextInput
          label="Where the original is"
          placeholder="Form 12, version 3"
          withAsterisk={said === 'granted_in_writing'}
          maxLength={300}
          value={source}
          error={errorOf('source')}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        {record.error && !errorOf('words') && !errorOf('source') && (
          <p className={c.error} role="alert">
            {messageOf(record.error)}
          </p>
        )}
        <div className={c.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={record.isPending} disabled={words.trim() === ''}>
            Write down
          </Button>
        </div>
      </form>
    </Modal>
  )
}
