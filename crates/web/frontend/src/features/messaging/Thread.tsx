import { ActionIcon, Button, Menu, Popover, Skeleton, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconArrowLeft, IconCheck, IconClock, IconUserCircle } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { membersQuery, useCan, useMe } from '@/api/session'
import type { Conversation } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatPhone } from '@/lib/phone'
import { useShortcuts } from '@/lib/shortcuts'
import { parseWhen } from '@/lib/when'
import { useZone } from '@/lib/zone'
import { Avatar } from '@/ui/Avatar'
import { ErrorState } from '@/ui/ErrorState'
import { WhenField } from '@/ui/WhenField'
import { Bubble } from './Bubble'
import { CallEntry } from './CallEntry'
import { Composer } from './Composer'
import c from './messaging.module.css'
import { callsOfQuery, conversationQuery, messagesQuery } from './queries'
import { entriesOf } from './thread'
import { nameOf, type Texts, useTexts } from './useTexts'

/** One conversation: what was written and called, and the field to write in. */
export function Thread({ id, onBack }: { id: string; onBack: () => void }) {
  const zone = useZone()
  const now = useNow('slow')
  const texts = useTexts()
  const may = useCan('work_calls')
  const me = useMe().member.id
  const about = useQuery(conversationQuery(id))
  const written = useInfiniteQuery(messagesQuery(id))
  const conversation = about.data?.conversation
  const calls = useQuery(callsOfQuery(conversation?.contact?.id))
  const messages = useMemo(() => written.data?.pages.flatMap((page) => page.data) ?? [], [written.data])
  const entries = useMemo(
    () => entriesOf({ messages, calls: calls.data ?? [], more: written.hasNextPage }, zone, now),
    [messages, calls.data, written.hasNextPage, zone, now],
  )
  useReading(id, conversation, texts)
  const end = useStayAtEnd(messages[0]?.id)
  useShortcuts(
    [
      { keys: 'e', label: 'Done', group: 'Texts', run: () => conversation && void texts.done(conversation) },
      {
        keys: 'a',
        label: 'Take it',
        group: 'Texts',
        run: () => conversation && void texts.assign(conversation, { id: me, name: 'you' }),
      },
    ],
    may,
  )
  if (about.isError && !conversation) {
    return (
      <div className={c.thread}>
        <ErrorState error={about.error} onRetry={() => void about.refetch()} />
      </div>
    )
  }
  return (
    <section className={c.thread} aria-label="Conversation">
      <header className={c.threadHead}>
        <ActionIcon className="phone-only" aria-label="Back to the list" onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        {conversation ? (
          <>
            <Avatar name={conversation.contact?.name} size={34} />
            <div className={c.threadName}>
              <h2 className="ellipsis num">{nameOf(conversation)}</h2>
              <p className="dim ellipsis num">
                {formatPhone(conversation.phone_e164)}
                {conversation.line_e164 && <> · over {formatPhone(conversation.line_e164)}</>}
              </p>
            </div>
            {may && <Actions conversation={conversation} texts={texts} />}
          </>
        ) : (
          <Skeleton height={34} />
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={c.scroller} ref={end} tabIndex={0} role="log" aria-label="Texts and calls">
        {written.hasNextPage && (
          <div className={c.more}>
            <Button
              variant="default"
              size="compact-sm"
              loading={written.isFetchingNextPage}
              onClick={() => void written.fetchNextPage()}
            >
              Older texts
            </Button>
          </div>
        )}
        {written.isPending && <Skeleton height={160} m={16} />}
        {entries.map((entry) => {
          if (entry.kind === 'day') {
            return (
              <h3 key={entry.key} className={c.day}>
                {entry.label}
              </h3>
            )
          }
          if (entry.kind === 'call') return <CallEntry key={entry.key} call={entry.call} />
          return <Bubble key={entry.key} message={entry.message} texts={texts} editable={may} />
        })}
      </div>
      {may && conversation && (
        <Composer
          to={{ conversation_id: id }}
          refusals={about.data?.refusals ?? []}
          onSent={() => void texts.refresh()}
        />
      )}
    </section>
  )
}

/** Whoever looks at a conversation has read it, and so with every text that comes in meanwhile. */
function useReading(id: string, conversation: Conversation | undefined, texts: Texts) {
  const unread = (conversation?.unread ?? 0) > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is unread matters
  useEffect(() => {
    if (unread && document.visibilityState === 'visible') void texts.read(id)
  }, [id, unread])
}

/** Keeps the newest text in sight. */
function useStayAtEnd(newest: string | undefined) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (newest) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [newest])
  return box
}

function Actions({ conversation, texts }: { conversation: Conversation; texts: Texts }) {
  const done = conversation.state === 'done'
  return (
    <div className={c.threadActions}>
      <Assign conversation={conversation} texts={texts} />
      {!done && <Snooze conversation={conversation} texts={texts} />}
      {done ? (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowBackUp size={14} />}
          onClick={() => void texts.reopen(conversation)}
        >
          Reopen
        </Button>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconCheck size={14} />}
          onClick={() => void texts.done(conversation)}
        >
          Done
        </Button>
      )}
    </div>
  )
}

function Assign({ conversation, texts }: { conversation: Conversation; texts: Texts }) {
  const { data: members = [] } = useQuery(membersQuery)
  const able = members.filter((member) => member.active && member.role !== 'viewer')
  const has = conversation.assigned_to
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`Assigned to ${has?.name ?? 'nobody'}, change`}
          leftSection={has ? <Avatar name={has.name} size={16} /> : <IconUserCircle size={15} />}
        >
          {has ? has.name.split(' ')[0] : 'Assign'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {able.map((member) => (
          <Menu.Item
            key={member.id}
            leftSection={<Avatar name={member.name} size={18} />}
            onClick={() => void texts.assign(conversation, member)}
          >
            {member.name}
          </Menu.Item>
        ))}
        {has && <Menu.Item onClick={() => void texts.assign(conversation, null)}>Nobody</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

function Snooze({ conversation, texts }: { conversation: Conversation; texts: Texts }) {
  const zone = useZone()
  const [open, setOpen] = useState(false)
  const [when, setWhen] = useState('')
  const at = parseWhen(when, Date.now(), zone)
  const submit = () => {
    if (at === null) return
    setOpen(false)
    void texts.snooze(conversation, new Date(at).toISOString())
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <Tooltip label="Snooze">
          <ActionIcon variant="default" size={26} aria-label="Snooze" onClick={() => setOpen((now) => !now)}>
            <IconClock size={15} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <WhenField first label="Comes back" value={when} onChange={setWhen} onSubmit={submit} />
        <Button fullWidth mt={12} disabled={at === null} onClick={submit}>
          Snooze
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
