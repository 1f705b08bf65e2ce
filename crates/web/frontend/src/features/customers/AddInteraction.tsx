import { Autocomplete, Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import type { Interaction } from '@/api/types'
import { toast } from '@/ui/toast'
import c from './profile.module.css'
import { INTERACTION, INTERACTION_OUTCOMES } from './words'

/** Writes a line of the timeline by hand. */
export function AddInteraction({ customer }: { customer: string }) {
  const client = useQueryClient()
  const [type, setType] = useState<Interaction['type']>('note')
  const [direction, setDirection] = useState<Interaction['direction']>('outbound')
  const [subject, setSubject] = useState('')
  const [notes, setNotes] = useState('')
  const [outcome, setOutcome] = useState('')
  const [open, setOpen] = useState(false)
  const contact = type !== 'note'
  const add = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST('/customers/{id}/interactions', {
          params: { path: { id: customer } },
          body: {
            type,
            direction,
            ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
            ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
            ...(contact && outcome.trim() !== '' ? { outcome: outcome.trim() } : {}),
          },
        }),
      ),
    onSuccess: () => {
      toast('Added to the timeline')
      setSubject('')
      setNotes('')
      setOutcome('')
      setOpen(false)
      void client.invalidateQueries({ queryKey: keys.customers.timeline(customer) })
      void client.invalidateQueries({ queryKey: keys.customers.detail(customer) })
    },
  })
  const empty = subject.trim() === '' && notes.trim() === ''
  const errorOf = (path: string) => (isApiError(add.error) ? add.error.field(path) : undefined)
  return (
    <form
      className={c.composer}
      onSubmit={(event) => {
        event.preventDefault()
        if (!empty) add.mutate()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !empty) add.mutate()
      }}
    >
      <Textarea
        aria-label="What happened"
        placeholder="Write what happened: a note, a meeting, a message…"
        autosize
        minRows={open ? 3 : 1}
        maxRows={10}
        value={notes}
        error={errorOf('notes')}
        onFocus={() => setOpen(true)}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      {open && (
        <>
          <div className={c.composerLine}>
            <Select
              aria-label="Kind"
              allowDeselect={false}
              data={Object.entries(INTERACTION).map(([value, label]) => ({ value, label }))}
              value={type}
              onChange={(next) => next && setType(next as Interaction['type'])}
              w={130}
            />
            <TextInput
              aria-label="Subject"
              placeholder="Subject"
              value={subject}
              error={errorOf('subject')}
              onChange={(event) => setSubject(event.currentTarget.value)}
              className="grow"
            />
          </div>
          {contact && (
            <div className={c.composerLine}>
              <SegmentedControl
                aria-label="Who began it"
                data={[
                  { value: 'outbound', label: 'We' },
                  { value: 'inbound', label: 'Customer' },
                ]}
                value={direction}
                onChange={(next) => setDirection(next as Interaction['direction'])}
              />
              <Autocomplete
                aria-label="What came of it"
                placeholder="What came of it"
                data={INTERACTION_OUTCOMES}
                value={outcome}
                error={errorOf('outcome')}
                onChange={setOutcome}
                className="grow"
              />
            </div>
          )}
          {add.error && !errorOf('notes') && (
            <p className={c.problem} role="alert">
              {messageOf(add.error)}
            </p>
          )}
          <div className={c.composerLine}>
            <span className="grow" />
            <Button variant="default" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button type="submit" disabled={empty} loading={add.isPending}>
              Add
            </Button>
          </div>
        </>
      )}
    </form>
  )
}
