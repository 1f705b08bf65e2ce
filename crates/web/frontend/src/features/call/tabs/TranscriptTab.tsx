import { Button, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy, IconFileText, IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { CallDetail, TranscriptSegment } from '@/api/types'
import { formatDuration } from '@/lib/time'
import { EmptyState } from '@/ui/EmptyState'
import c from '../call.module.css'
import { nameOfCaller } from '../number'

/** What was said. With a recording, the words follow the sound and a click jumps there. */
export function TranscriptTab({ call }: { call: CallDetail }) {
  const segments = call.transcript?.segments ?? []
  const audio = useRef<HTMLAudioElement>(null)
  const [time, setTime] = useState(-1)
  const [search, setSearch] = useState('')
  const clipboard = useClipboard()
  if (segments.length === 0) {
    return (
      <EmptyState icon={IconFileText} title="No transcript">
        The words of this call were not written down.
      </EmptyState>
    )
  }
  const us = call.agent?.name ?? 'Agent'
  const speaker = (segment: TranscriptSegment) => (segment.speaker === 'agent' ? us : nameOfCaller(call))
  const shown = segments.filter((segment) => segment.text.toLowerCase().includes(search.trim().toLowerCase()))
  const current = segments.findLast((segment) => segment.at_s <= time)?.id
  const copy = () =>
    clipboard.copy(
      segments
        .map((segment) => `${formatDuration(segment.at_s)} ${speaker(segment)}: ${segment.text}`)
        .join('\n'),
    )
  const seek = (segment: TranscriptSegment) => {
    if (!audio.current) return
    audio.current.currentTime = segment.at_s
    void audio.current.play()
  }
  return (
    <div className={c.stack}>
      {call.recording_url && (
        // biome-ignore lint/a11y/useMediaCaption: the words stand below
        <audio
          ref={audio}
          className={c.player}
          controls
          preload="metadata"
          src={call.recording_url}
          onTimeUpdate={(event) => setTime(event.currentTarget.currentTime)}
        />
      )}
      <div className={c.tools}>
        <TextInput
          aria-label="Search the transcript"
          placeholder="Search the transcript"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
        >
          {clipboard.copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <ol className={c.lines} aria-label="Transcript">
        {shown.map((segment) => (
          <li key={segment.id}>
            <Line
              segment={segment}
              name={speaker(segment)}
              search={search.trim()}
              current={segment.id === current}
              {...(call.recording_url ? { onSeek: () => seek(segment) } : {})}
            />
          </li>
        ))}
        {shown.length === 0 && <li className="dim">No line contains “{search}”.</li>}
      </ol>
    </div>
  )
}

interface LineProps {
  segment: TranscriptSegment
  name: string
  search: string
  current: boolean
  onSeek?: () => void
}

function Line({ segment, name, search, current, onSeek }: LineProps) {
  const content = (
    <>
      <time className="num">{formatDuration(segment.at_s)}</time>
      <span>
        <b data-us={segment.speaker === 'agent' || undefined}>{name}</b>
        <Marked text={segment.text} search={search} />
      </span>
    </>
  )
  if (!onSeek) return <div className={c.line}>{content}</div>
  return (
    <button type="button" className={c.line} aria-current={current} onClick={onSeek}>
      {content}
    </button>
  )
}

function Marked({ text, search }: { text: string; search: string }) {
  const at = search === '' ? -1 : text.toLowerCase().indexOf(search.toLowerCase())
  if (at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + search.length)}</mark>
      {text.slice(at + search.length)}
    </>
  )
}
