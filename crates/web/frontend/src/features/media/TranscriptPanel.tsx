import { Button, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import {
  IconArrowDown,
  IconCheck,
  IconCopy,
  IconEye,
  IconEyeOff,
  IconFileText,
  IconSearch,
} from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useCan } from '@/api/session'
import type { CallDetail, SpokenSegment } from '@/api/types'
import { nameOfCaller } from '@/features/call/number'
import { formatDuration } from '@/lib/time'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toastError } from '@/ui/toast'
import { LiveMark } from './LiveMark'
import { emptyWords, revealedIn, stillThere, type Writing, writingOf } from './live'
import { Marked } from './Marked'
import c from './media.module.css'
import { countFound } from './pieces'
import { transcriptQuery, wholeTranscript } from './queries'
import { useFollowEnd } from './useFollowEnd'
import type { Player } from './usePlayer'

/** Below this a machine was hardly sure of what it heard. */
const UNSURE = 0.6

/** What was said, or is being said. The words follow the sound, and a click on a line goes there. */
export function TranscriptPanel({ call, player }: { call: CallDetail; player: Player | undefined }) {
  const transcript = useQuery(transcriptQuery(call.id))
  const [plain, setPlain] = useState<SpokenSegment[]>()
  if (transcript.isPending) return <SkeletonRows rows={6} />
  if (transcript.isError && !transcript.data) {
    return <ErrorState error={transcript.error} onRetry={() => void transcript.refetch()} />
  }
  const { segments } = transcript.data
  const writing = writingOf(transcript.data)
  const asSaid = stillThere(segments, plain)
  if (segments.length === 0) {
    const { title, text } = emptyWords(writing)
    return (
      <div>
        {writing === 'live' && <LiveMark writing={writing} />}
        <EmptyState icon={IconFileText} title={title}>
          {text}
        </EmptyState>
      </div>
    )
  }
  return (
    <Said
      call={call}
      segments={revealedIn(segments, asSaid)}
      writing={writing}
      masked={segments.some((segment) => segment.masked)}
      revealed={asSaid !== undefined}
      onReveal={setPlain}
      player={player}
    />
  )
}

interface SaidProps {
  call: CallDetail
  segments: readonly SpokenSegment[]
  writing: Writing
  masked: boolean
  revealed: boolean
  onReveal: (segments: SpokenSegment[] | undefined) => void
  player: Player | undefined
}

function Said({ call, segments, writing, masked, revealed, onReveal, player }: SaidProps) {
  const [search, setSearch] = useState('')
  const clipboard = useClipboard()
  const list = useRef<HTMLOListElement>(null)
  const us = call.agent?.name ?? 'Agent'
  const name = (segment: SpokenSegment) => (segment.speaker === 'agent' ? us : nameOfCaller(call))
  const wanted = search.trim().toLowerCase()
  const shown = wanted ? segments.filter(({ text }) => text.toLowerCase().includes(wanted)) : segments
  const found = countFound(
    shown.map(({ text }) => text),
    search,
  )
  const at = (player?.time ?? -1) * 1000
  const current =
    player && player.time > 0 ? segments.findLast((segment) => segment.start_ms <= at)?.id : undefined
  useFollow(list, current, player?.playing ?? false)
  const { end, away, toEnd } = useFollowEnd(segments.length, writing === 'live' && !wanted)
  const copy = () =>
    clipboard.copy(segments.map((one) => `${clock(one)} ${name(one)}: ${one.text}`).join('\n'))
  return (
    <div className={c.said}>
      <div className={c.search}>
        <TextInput
          aria-label="Search this transcript"
          placeholder="Search this transcript"
          leftSection={<IconSearch size={14} />}
          rightSection={
            wanted ? (
              <span className={`num ${c.count}`} role="status" aria-label={`${found} found`}>
                {found}
              </span>
            ) : undefined
          }
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
      <Masking call={call.id} masked={masked} revealed={revealed} writing={writing} onReveal={onReveal} />
      <ol className={c.lines} aria-label="Transcript" ref={list}>
        {shown.map((segment) => (
          <li key={segment.id}>
            <Line
              segment={segment}
              name={name(segment)}
              search={search}
              current={segment.id === current}
              {...(player ? { onSeek: () => player.seek(segment.start_ms / 1000) } : {})}
            />
          </li>
        ))}
        {shown.length === 0 && <li className="dim">No line contains “{search.trim()}”.</li>}
      </ol>
      {writing === 'live' && (
        <div ref={end} className={c.end} aria-hidden>
          <i className={c.pulse} />
        </div>
      )}
      {away && (
        <Button
          className={c.toEnd ?? ''}
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowDown size={14} />}
          onClick={toEnd}
        >
          Newest words
        </Button>
      )}
    </div>
  )
}

/** Keeps the line that is being said in view while the sound plays, but never moves the page of somebody who reads. */
function useFollow(
  list: React.RefObject<HTMLOListElement | null>,
  current: string | undefined,
  playing: boolean,
) {
  useEffect(() => {
    if (!playing || !current) return
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [list, current, playing])
}

interface MaskingProps {
  call: string
  masked: boolean
  revealed: boolean
  writing: Writing
  onReveal: (segments: SpokenSegment[] | undefined) => void
}

/** Says that numbers are hidden; admins may see them, and the audit log then says who did. */
function Masking({ call, masked, revealed, writing, onReveal }: MaskingProps) {
  const mayReveal = useCan('supervise')
  const reveal = useMutation({
    mutationFn: () => wholeTranscript(call, true),
    onSuccess: ({ segments }) => onReveal(segments),
    onError: (error) => toastError(error, 'The words stay hidden'),
  })
  if (revealed) {
    return (
      <p className={c.notes} data-open>
        {writing === 'live' && <LiveMark writing={writing} />}
        <span>
          Numbers and addresses are shown, and the audit log says so.
          {writing === 'live' && ' What is said from now on stays hidden.'}
        </span>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconEyeOff size={14} />}
          onClick={() => onReveal(undefined)}
        >
          Hide them
        </Button>
      </p>
    )
  }
  return (
    <div className={c.notes}>
      <LiveMark writing={writing} />
      {masked && <span>Phone numbers, card numbers and e-mail addresses are hidden.</span>}
      {masked && mayReveal && (
        <ConfirmButton
          variant="subtle"
          color="gray"
          leftSection={<IconEye size={14} />}
          loading={reveal.isPending}
          question="The audit log will say that you looked at them."
          confirmLabel="Show them"
          confirmColor="iris"
          onConfirm={() => reveal.mutate()}
        >
          Show hidden words
        </ConfirmButton>
      )}
    </div>
  )
}

interface LineProps {
  segment: SpokenSegment
  name: string
  search: string
  current: boolean
  onSeek?: () => void
}

function Line({ segment, name, search, current, onSeek }: LineProps) {
  const unsure = segment.confidence !== undefined && segment.confidence < UNSURE
  const content = (
    <>
      <time className="num">{clock(segment)}</time>
      <span>
        <b data-us={segment.speaker === 'agent' || undefined}>{name}</b>
        <span
          className={unsure ? (c.unsure ?? '') : ''}
          title={unsure ? 'The machine was not sure of these words' : undefined}
        >
          <Marked text={segment.text} search={search} />
        </span>
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

function clock(segment: SpokenSegment): string {
  return formatDuration(Math.floor(segment.start_ms / 1000))
}
