import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import type { ConsentVia, DoNotContactReason } from '@/api/types'
import { toast } from '@/ui/toast'
import c from './consent.module.css'
import { type Party, useConsentChange } from './queries'
import { REASON, VIA, VIA_BY_HAND } from './words'

const WAYS = VIA_BY_HAND.map((value) => ({ value, label: VIA[value] }))

interface FormProps {
  title: string
  label: string
  description?: string
  submit: string
  needsWords: boolean
  reasons?: readonly DoNotContactReason[]
  onClose: () => void
  onSubmit: (form: { words: string; channel: ConsentVia; reason: DoNotContactReason }) => void
  pending: boolean
  error: unknown
  color?: string
}

/** Words of the customer and how they came: what every mark and every lifting keeps. */
function WordsDialog({
  title,
  label,
  description,
  submit,
  needsWords,
  reasons,
  onClose,
  onSubmit,
  pending,
  error,
  color,
}: FormProps) {
  const [words, setWords] = useState('')
  const [channel, setChannel] = useState<ConsentVia>('call')
  const [reason, setReason] = useState<DoNotContactReason>(reasons?.[0] ?? 'asked')
  const errorOf = (path: string) => (isApiError(error) ? error.field(path) : undefined)
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      <form
        className={c.form}
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit({ words: words.trim(), channel, reason })
        }}
      >
        {reasons && (
          <Select
            label="Why"
            allowDeselect={false}
            data={reasons.map((value) => ({ value, label: REASON[value] }))}
            value={reason}
            error={errorOf('reason')}
            onChange={(next) => next && setReason(next)}
          />
        )}
        <Textarea
          label={label}
          description={description}
          withAsterisk={needsWords}
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
          data={WAYS}
          value={channel}
          error={errorOf('channel')}
          onChange={(next) => next && setChannel(next)}
        />
        {Boolean(error) && !errorOf('words') && !errorOf('reason') && (
          <p className={c.error} role="alert">
            {messageOf(error)}
          </p>
        )}
        <div className={c.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={pending}
            disabled={needsWords && words.trim() === ''}
            {...(color ? { color } : {})}
          >
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Puts a customer or a number on the do-not-contact list. */
export function MarkDialog({ party, onClose }: { party: Party; onClose: () => void }) {
  const mark = useConsentChange(
    (body: { words: string; channel: ConsentVia; reason: DoNotContactReason }) =>
      'customer_id' in party
        ? dataOf(api.POST('/contacts/{id}/dnc', { params: { path: { id: party.customer_id } }, body }))
        : dataOf(api.POST('/dnc', { body: { ...body, number: party.number } })),
    'Nobody was marked',
  )
  return (
    <WordsDialog
      title="Do not contact"
      label="In which words"
      description="As the customer said it; it proves the request for years"
      submit="Mark do not contact"
      needsWords={false}
      reasons={'customer_id' in party ? ['asked', 'company'] : ['asked', 'wrong_person', 'company']}
      color="red.8"
      pending={mark.isPending}
      error={mark.error}
      onClose={onClose}
      onSubmit={(form) =>
        mark.mutate(form, {
          onSuccess: () => {
            toast('Marked do not contact')
            onClose()
          },
        })
      }
    />
  )
}

/** Takes a mark off the list, because of a new request. */
export function LiftDialog({ mark, onClose }: { mark: { id: string }; onClose: () => void }) {
  const lift = useConsentChange(
    (body: { words: string; channel: ConsentVia }) =>
      dataOf(api.POST('/dnc/{id}/lift', { params: { path: { id: mark.id } }, body })),
    'The mark stands',
  )
  return (
    <WordsDialog
      title="Lift do not contact"
      label="The new request, in the customer’s words"
      description="Without a new request nothing may be lifted. The mark stays in the list as lifted."
      submit="Lift the mark"
      needsWords
      pending={lift.isPending}
      error={lift.error}
      onClose={onClose}
      onSubmit={({ words, channel }) =>
        lift.mutate(
          { words, channel },
          {
            onSuccess: () => {
              toast('Contact is allowed again')
              onClose()
            },
          },
        )
      }
    />
  )
}

/** Adds a number to the list, whoever has it. */
export function MarkNumberDialog({ onClose }: { onClose: () => void }) {
  const [number, setNumber] = useState('')
  const [words, setWords] = useState('')
  const [reason, setReason] = useState<DoNotContactReason>('asked')
  const [channel, setChannel] = useState<ConsentVia>('call')
  const mark = useConsentChange(
    () => dataOf(api.POST('/dnc', { body: { number: number.trim(), words: words.trim(), reason, channel } })),
    'The number was not added',
  )
  const errorOf = (path: string) => (isApiError(mark.error) ? mark.error.field(path) : undefined)
  const reasons: readonly DoNotContactReason[] = ['asked', 'wrong_person', 'company']
  return (
    <Modal opened onClose={onClose} title="Add a number" size="md">
      <form
        className={c.form}
        onSubmit={(event) => {
          event.preventDefault()
          mark.mutate(undefined, {
            onSuccess: () => {
              toast('Marked do not contact')
              onClose()
            },
          })
        }}
      >
        <TextInput
          label="Number"
          withAsterisk
          type="tel"
          maxLength={40}
          value={number}
          error={errorOf('number')}
          data-autofocus
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Select
          label="Why"
          allowDeselect={false}
          data={reasons.map((value) => ({ value, label: REASON[value] }))}
          value={reason}
          onChange={(next) => next && setReason(next)}
        />
        <Textarea
          label="In which words"
          autosize
          minRows={2}
          maxLength={2000}
          value={words}
          error={errorOf('words')}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Select
          label="How it came"
          allowDeselect={false}
          data={WAYS}
          value={channel}
          onChange={(next) => next && setChannel(next)}
        />
        <div className={c.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red.8" loading={mark.isPending} disabled={number.trim() === ''}>
            Mark do not contact
          </Button>
        </div>
      </form>
    </Modal>
  )
}
