import { ActionIcon, Button, Popover } from '@mantine/core'
import { IconBell, IconBellCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Notification } from '@/api/types'
import { formatPhonesIn } from '@/lib/phone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toastError } from '@/ui/toast'
import { shortCount } from './nav'
import c from './shell.module.css'

/** What the desk wants this member to know: warnings, broken promises, work given to him. */
export function Bell() {
  const [open, setOpen] = useState(false)
  const list = useQuery({
    queryKey: keys.notifications.list,
    queryFn: () => dataOf(api.GET('/notifications', { params: { query: { limit: 30 } } })),
  })
  const unread = list.data?.unread ?? 0
  return (
    <Popover opened={open} onChange={setOpen} width={360} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          size={32}
          onClick={() => setOpen((shown) => !shown)}
          aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'}
          className={c.bell ?? ''}
        >
          <IconBell size={18} stroke={1.6} />
          {unread > 0 && (
            <span className={`${c.badge} num`} aria-hidden>
              {shortCount(unread)}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notifications">
        <Head unread={unread} />
        {list.isPending && <SkeletonRows rows={4} height={52} />}
        {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.data.length === 0 && (
          <EmptyState icon={IconBellCheck} title="All quiet">
            Warnings and broken promises will appear here.
          </EmptyState>
        )}
        <ul className={c.notices}>
          {list.data?.data.map((notice) => (
            <Notice key={notice.id} notice={notice} onOpen={() => setOpen(false)} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids?: string[]) => api.POST('/notifications/read', { body: ids ? { ids } : {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.notifications.all }),
    onError: (error) => toastError(error),
  })
}

function Head({ unread }: { unread: number }) {
  const markRead = useMarkRead()
  return (
    <div className={c.noticesHead}>
      <strong>Notifications</strong>
      {unread > 0 && (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={markRead.isPending}
          onClick={() => markRead.mutate(undefined)}
        >
          Mark all read
        </Button>
      )}
    </div>
  )
}

function Notice({ notice, onOpen }: { notice: Notification; onOpen: () => void }) {
  const navigate = useNavigate()
  const markRead = useMarkRead()
  const open = () => {
    if (notice.read_at === undefined) markRead.mutate([notice.id])
    onOpen()
    if (notice.call_id) void navigate({ to: '/calls/$id', params: { id: notice.call_id } })
    else if (notice.kind === 'fault')
      void navigate({ to: '/settings/$section', params: { section: 'deliveries' } })
    else if (notice.kind === 'finished') void navigate({ to: '/exports' })
    else void navigate({ to: '/follow-ups' })
  }
  return (
    <li>
      <button
        type="button"
        className={c.notice}
        data-unread={notice.read_at === undefined || undefined}
        onClick={open}
      >
        <i className={c.noticeDot} data-kind={notice.kind} aria-hidden />
        <span className={c.noticeText}>{formatPhonesIn(notice.text)}</span>
        <span className="dim">
          <RelativeTime at={notice.created_at} />
        </span>
      </button>
    </li>
  )
}
