import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFileText, IconLock, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { TranscriptHit } from '@/api/types'
import { nameOfCaller, otherNumber } from '@/features/call/number'
import { formatPhone } from '@/lib/phone'
import { formatDuration, formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { Marked } from './Marked'
import c from './media.module.css'

const LEAST = 3

/** Searches what was said in all calls. The address keeps what is looked for. */
export function TranscriptsPage() {
  const { q } = useSearch({ from: '/desk/transcripts' })
  const may = useCan('download')
  const navigate = useNavigate()
  const [text, setText] = useState(q ?? '')
  const apply = useDebouncedCallback((next: string) => {
    const wanted = next.trim()
    if (wanted.length >= LEAST || wanted === '') {
      void navigate({ to: '/transcripts', search: wanted ? { q: wanted } : {}, replace: true })
    }
  }, 250)
  if (!may) {
    return (
      <EmptyState icon={IconLock} title="Your role may not search transcripts">
        Dispatchers and admins of this workspace can.
      </EmptyState>
    )
  }
  return (
    <div className={c.page}>
      <div className={c.pageBody}>
        <h1>Transcripts</h1>
        <p>What was said in all calls. Phone numbers, card numbers and e-mail addresses cannot be found.</p>
        <TextInput
          size="sm"
          autoFocus
          aria-label="Search what was said"
          placeholder="water heater, gate code, refund"
          leftSection={<IconSearch size={15} />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            apply(event.currentTarget.value)
          }}
        />
        {q ? (
          <Hits text={q} />
        ) : (
          <EmptyState icon={IconFileText} title="Type at least three letters">
            A word, or a few that belong together.
          </EmptyState>
        )}
      </div>
    </div>
  )
}

function Hits({ text }: { text: string }) {
  const found = useInfiniteQuery({
    queryKey: keys.calls.said(text),
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/transcripts/search', {
          params: { query: { q: text, limit: 25, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  })
  if (found.isPending) return <SkeletonRows rows={6} height={58} />
  if (found.isError && !found.data) {
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  }
  const hits = found.data.pages.flatMap((page) => page.data)
  if (hits.length === 0) {
    return (
      <EmptyState icon={IconFileText} title={`Nobody said “${text}”`}>
        Only what was written down can be found.
      </EmptyState>
    )
  }
  return (
    <>
      <ul className={c.hits} aria-label="Found">
        {hits.map((hit) => (
          <li key={hit.segment.id}>
            <Hit hit={hit} text={text} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  )
}

function Hit({ hit: { call, segment }, text }: { hit: TranscriptHit; text: string }) {
  const zone = useZone()
  const number = formatPhone(otherNumber(call))
  const who = segment.speaker === 'agent' ? (call.agent?.name ?? 'Agent') : nameOfCaller(call)
  return (
    <Link to="/calls/$id" params={{ id: call.id }} search={{ tab: 'transcript' }} className={c.hit}>
      <span className={c.hitHead}>
        <strong>{nameOfCaller(call)}</strong>
        <span className="num">{number}</span>
        <span className="num">{formatFull(call.started_at, zone)}</span>
      </span>
      <span className="num dim">{formatDuration(Math.floor(segment.start_ms / 1000))}</span> {who}:{' '}
      <Marked text={segment.text} search={text} />
    </Link>
  )
}
