import { Alert, Button, Checkbox, Modal, Progress, Radio, SegmentedControl } from '@mantine/core'
import { IconCircleCheck, IconDownload, IconFileTypeCsv, IconFileTypePdf } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '@/api/problem'
import type { Export, ExportColumn, NewExport } from '@/api/types'
import type { CallFilters } from '@/features/calls/search'
import { counted } from '@/lib/counted'
import { formatBytes, MOST_ON_PAPER } from './columns'
import c from './exports.module.css'
import {
  download,
  exportQuery,
  isRunning,
  stopWaitingFor,
  useAskForExport,
  useRemoveExport,
  waitFor,
} from './queries'

interface Props {
  /** Which calls: those of a filter without some of them, or these. */
  calls: { filters: CallFilters; except?: readonly string[] } | { ids: readonly string[] }
  count: number
  /** The columns that the list shows. */
  shown: readonly ExportColumn[]
  onClose: () => void
}

/** Asks what the file shall be, then shows it being written. Closing it leaves the export running. */
export function ExportDialog({ calls, count, shown, onClose }: Props) {
  const [asked, setAsked] = useState<string>()
  const close = () => {
    if (asked) waitFor(asked)
    onClose()
  }
  return (
    <Modal opened onClose={close} title={`Export ${counted(count, 'call')}`} size={480}>
      {asked ? (
        <Written id={asked} onClose={close} />
      ) : (
        <Choice calls={calls} count={count} shown={shown} onAsked={setAsked} onCancel={onClose} />
      )}
    </Modal>
  )
}

type Format = NewExport['format']

function Choice({
  calls,
  count,
  shown,
  onAsked,
  onCancel,
}: Omit<Props, 'onClose'> & { onAsked: (id: string) => void; onCancel: () => void }) {
  const [format, setFormat] = useState<Format>('csv')
  const [columns, setColumns] = useState<'shown' | 'all'>('shown')
  const [mark, setMark] = useState(true)
  const ask = useAskForExport(onAsked)
  const tooLong = format === 'pdf' && count > MOST_ON_PAPER
  const start = () =>
    ask.mutate({
      format,
      byte_order_mark: mark,
      ...('ids' in calls
        ? { call_ids: [...calls.ids] }
        : { filters: calls.filters, except_ids: [...(calls.except ?? [])] }),
      ...(columns === 'shown' && format === 'csv' ? { columns: [...shown] } : {}),
    })
  return (
    <div className={c.dialog}>
      <SegmentedControl
        fullWidth
        aria-label="Format"
        value={format}
        onChange={(value) => setFormat(value as Format)}
        data={[
          { value: 'csv', label: <Choosable icon={IconFileTypeCsv} text="CSV for spreadsheets" /> },
          { value: 'pdf', label: <Choosable icon={IconFileTypePdf} text="PDF for paper" /> },
        ]}
      />
      {format === 'csv' ? (
        <>
          <Radio.Group
            label="Columns"
            value={columns}
            onChange={(value) => setColumns(value as typeof columns)}
          >
            <div className={c.radios}>
              <Radio value="shown" label="As the list shows them" />
              <Radio value="all" label="All, with the notes in full" />
            </div>
          </Radio.Group>
          <Checkbox
            label="For Excel"
            description="Begins with the mark by which Excel knows that the file is UTF-8."
            checked={mark}
            onChange={(event) => setMark(event.currentTarget.checked)}
          />
        </>
      ) : (
        <p className={c.text}>
          Time, way, caller, number, length, intent, outcome, agent, value and notes, with the filter in words
          above them and page numbers below.
        </p>
      )}
      {tooLong && (
        <Alert color="yellow" role="alert">
          A PDF holds at most {MOST_ON_PAPER.toLocaleString('en-US')} calls. Take CSV, or narrow the filter.
        </Alert>
      )}
      {ask.isError && (
        <Alert color="red" role="alert">
          {messageOf(ask.error)}
        </Alert>
      )}
      <p className={`${c.text} dim`}>
        {estimate(count)} You can go on working; a message says when the file is ready.
      </p>
      <div className={c.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button loading={ask.isPending} disabled={tooLong || count === 0} onClick={start} data-autofocus>
          Export {counted(count, 'call')}
        </Button>
      </div>
    </div>
  )
}

function Choosable({ icon: Icon, text }: { icon: typeof IconDownload; text: string }) {
  return (
    <span className={c.choice}>
      <Icon size={17} stroke={1.6} aria-hidden />
      {text}
    </span>
  )
}

/** The export while it is written, and when it is ready. */
function Written({ id, onClose }: { id: string; onClose: () => void }) {
  const { data } = useQuery(exportQuery(id))
  const remove = useRemoveExport()
  if (!data) return null
  const done = () => {
    stopWaitingFor(id)
    onClose()
    stopWaitingFor(id)
  }
  return (
    <div className={c.dialog}>
      <Report one={data} />
      <div className={c.buttons}>
        <Button variant="subtle" component={Link} to="/exports" onClick={onClose}>
          All exports
        </Button>
        <span className="grow" />
        {isRunning(data) ? (
          <>
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(data)}>
              Stop
            </Button>
            <Button onClick={onClose}>Go on working</Button>
          </>
        ) : (
          <>
            <Button variant="default" onClick={done}>
              Close
            </Button>
            {data.status === 'ready' && (
              <Button
                leftSection={<IconDownload size={15} />}
                data-autofocus
                onClick={() => void download(id).then(done)}
              >
                Download
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  )
}

function Report({ one }: { one: Export }) {
  if (one.status === 'ready') {
    return (
      <div className={c.ready} role="status">
        <IconCircleCheck size={22} stroke={1.6} aria-hidden />
        <div>
          <strong>{one.file_name}</strong>
          <p className="num">
            {counted(one.done, 'call')}, {formatBytes(one.size_bytes ?? 0)}
          </p>
        </div>
      </div>
    )
  }
  if (!isRunning(one)) {
    return (
      <Alert color={one.status === 'failed' ? 'red' : 'gray'} role="alert">
        {one.status === 'failed'
          ? `The file could not be written. ${one.error ?? ''}`
          : 'The export was stopped; there is no file.'}
      </Alert>
    )
  }
  const total = one.total ?? 0
  return (
    <div role="status" className={c.progress}>
      <p className={`${c.text} num`}>
        {one.done.toLocaleString('en-US')} of {counted(total, 'call')}
        {one.estimated_time !== undefined && one.done > 0 && `, ${seconds(one.estimated_time)} left`}
      </p>
      <Progress
        value={total === 0 ? 0 : (one.done / total) * 100}
        animated
        striped
        aria-label="Progress of the export"
      />
    </div>
  )
}

function seconds(value: number): string {
  return value < 90 ? `about ${value} s` : `about ${Math.round(value / 60)} min`
}

/** What the server will say of it, before it is asked. */
function estimate(count: number): string {
  return count < 20_000 ? 'Takes a few seconds.' : `Takes ${seconds(Math.ceil(count / 10_000))}.`
}
