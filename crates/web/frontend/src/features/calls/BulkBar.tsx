import { Button, Modal, Progress, TagsInput } from '@mantine/core'
import { IconCalendarPlus, IconShieldX, IconTag, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { dispositionsQuery, useCan } from '@/api/session'
import type { CallRow } from '@/api/types'
import { nameOfCaller } from '@/features/call/number'
import { DateTimePresets } from '@/ui/DateTimePresets'
import { toast } from '@/ui/toast'
import { type BulkAction, type BulkProgress, requestOf, runBulk, spamDisposition } from './bulk'
import c from './calls.module.css'

interface Props {
  count: number
  total: number
  /** "All matching" is selected, not single rows. */
  all: boolean
  onAll: () => void
  onClear: () => void
  /** The selected rows; of "all matching", loads those that are not here yet. */
  rows: (signal: AbortSignal) => Promise<readonly CallRow[]>
  knownTags: readonly string[]
}

type Dialog = 'tags' | 'follow_up' | 'spam' | null

/** What can be done with the selected calls. */
export function BulkBar({ count, total, all, onAll, onClear, rows, knownTags }: Props) {
  const may = useCan('work_calls')
  const { data: dispositions } = useQuery(dispositionsQuery)
  const [dialog, setDialog] = useState<Dialog>(null)
  const spam = spamDisposition(dispositions)
  return (
    <>
      <section className={c.bulk} aria-label="Selected calls">
        <strong className="num">{count.toLocaleString('en-US')} selected</strong>
        {!all && count < total && (
          <button type="button" onClick={onAll} className="num">
            Select all {total.toLocaleString('en-US')} matching
          </button>
        )}
        {may && (
          <>
            <span className={c.sep} />
            <button type="button" onClick={() => setDialog('tags')}>
              <IconTag size={15} />
              Add tags
            </button>
            <button type="button" onClick={() => setDialog('follow_up')}>
              <IconCalendarPlus size={15} />
              Schedule follow-up
            </button>
            {spam !== undefined && (
              <button type="button" onClick={() => setDialog('spam')}>
                <IconShieldX size={15} />
                Mark spam
              </button>
            )}
          </>
        )}
        <span className={c.sep} />
        <button type="button" aria-label="Clear the selection" onClick={onClear}>
          <IconX size={15} />
        </button>
      </section>
      <BulkDialog
        dialog={dialog}
        count={count}
        spam={spam}
        rows={rows}
        knownTags={knownTags}
        onClose={() => setDialog(null)}
        onFinished={() => {
          setDialog(null)
          onClear()
        }}
      />
    </>
  )
}

interface DialogProps {
  dialog: Dialog
  count: number
  spam: string | undefined
  rows: Props['rows']
  knownTags: readonly string[]
  onClose: () => void
  onFinished: () => void
}

const TITLES = { tags: 'Add tags', follow_up: 'Schedule a follow-up', spam: 'Mark as spam' }

function BulkDialog({ dialog, count, spam, rows, knownTags, onClose, onFinished }: DialogProps) {
  const [tags, setTags] = useState<string[]>([])
  const [dueAt, setDueAt] = useState<string>()
  const run = useBulkRun(rows, onFinished)
  const calls = count === 1 ? '1 call' : `${count.toLocaleString('en-US')} calls`
  const action: BulkAction | undefined =
    dialog === 'tags' && tags.length > 0
      ? { kind: 'tags', tags }
      : dialog === 'follow_up' && dueAt
        ? { kind: 'follow_up', dueAt }
        : dialog === 'spam' && spam
          ? { kind: 'spam', disposition: spam }
          : undefined
  const close = () => {
    run.stop()
    onClose()
  }
  return (
    <Modal opened={dialog !== null} onClose={close} title={dialog ? TITLES[dialog] : ''}>
      <div style={{ display: 'grid', gap: 16 }}>
        {run.progress ? (
          <Report progress={run.progress} running={run.running} />
        ) : (
          <>
            {dialog === 'tags' && (
              <TagsInput
                label={`Tags for ${calls}`}
                data={[...knownTags]}
                value={tags}
                onChange={setTags}
                comboboxProps={{ position: 'top-start' }}
                data-autofocus
              />
            )}
            {dialog === 'follow_up' && (
              <DateTimePresets label={`Call back ${calls}`} value={dueAt} onChange={setDueAt} required />
            )}
            {dialog === 'spam' && (
              <p style={{ margin: 0 }}>
                {calls} will be closed as spam, and their estimated value is set to $0. Calls that already
                have another outcome change too.
              </p>
            )}
          </>
        )}
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={close}>
            {run.running ? 'Stop' : run.progress ? 'Close' : 'Cancel'}
          </Button>
          {!run.progress && (
            <Button disabled={!action} onClick={() => action && run.start(action)}>
              {dialog ? `${TITLES[dialog].split(' ')[0]} ${calls}` : ''}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}

function useBulkRun(rows: Props['rows'], onFinished: () => void) {
  const [progress, setProgress] = useState<BulkProgress | null>(null)
  const [running, setRunning] = useState(false)
  const abort = useRef<AbortController>(undefined)
  const start = async (action: BulkAction) => {
    const controller = new AbortController()
    abort.current = controller
    setRunning(true)
    setProgress({ done: 0, total: 0, failures: [] })
    const calls = await rows(controller.signal)
    const result = await runBulk(calls, (call) => requestOf(action, call), setProgress, controller.signal)
    setRunning(false)
    if (result.failures.length === 0 && !controller.signal.aborted) {
      toast(`Done for ${result.done.toLocaleString('en-US')} ${result.done === 1 ? 'call' : 'calls'}`)
      setProgress(null)
      onFinished()
    }
  }
  const stop = () => {
    abort.current?.abort()
    setProgress(null)
    setRunning(false)
  }
  return { progress, running, start: (action: BulkAction) => void start(action), stop }
}

function Report({ progress, running }: { progress: BulkProgress; running: boolean }) {
  const { done, total, failures } = progress
  return (
    <div role="status">
      <p className="num" style={{ margin: '0 0 8px' }}>
        {running ? `${done} of ${total} done` : `${done - failures.length} of ${total} done`}
        {failures.length > 0 && `, ${failures.length} refused`}
      </p>
      <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label="Progress" />
      {failures.length > 0 && (
        <ul style={{ maxHeight: 180, overflow: 'auto', fontSize: 13, paddingLeft: 18 }}>
          {failures.map(({ call, reason }) => (
            <li key={call.id}>
              {nameOfCaller(call)}: {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
