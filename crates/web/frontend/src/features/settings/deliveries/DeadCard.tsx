import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import type { DeadDelivery } from '@/api/types'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toast, toastError } from '@/ui/toast'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { AllWell } from './AllWell'
import { Earlier } from './Earlier'
import { deadDeliveriesQuery } from './queries'
import { countWords, eventWords, reactionWords, reasonWords } from './words'

/** What should have followed from an event and was given up, with a way to try it again. */
export function DeadCard() {
  const list = useInfiniteQuery(deadDeliveriesQuery)
  const replayAll = useReplay()
  const dead = list.data?.pages.flatMap((page) => page.data) ?? []
  const total = list.data?.pages[0]?.total ?? 0
  return (
    <SettingsCard
      title="Automations"
      text="What should have followed from an event, and was given up after its last attempt. Trying again does nothing twice."
      aside={
        total > 0 && (
          <ConfirmButton
            leftSection={<IconRefresh size={15} />}
            loading={replayAll.isPending}
            question={`${countWords(total)} will be tried again now. Mend the reason first, or they end here again.`}
            confirmLabel="Try all again"
            confirmColor="iris"
            onConfirm={() => replayAll.mutate(undefined)}
          >
            Try all again
          </ConfirmButton>
        )
      }
    >
      {list.isPending ? (
        <SkeletonRows rows={3} height={48} />
      ) : list.isError && dead.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : dead.length === 0 ? (
        <AllWell>
          Everything that should have happened did. Supervisors are told of what is ever given up.
        </AllWell>
      ) : (
        <DeadTable dead={dead} />
      )}
      <Earlier list={list} />
    </SettingsCard>
  )
}

function useReplay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (events?: string[]) =>
      dataOf(api.POST('/deliveries/replay', { body: events ? { event_ids: events } : {} })),
    onSuccess: ({ replayed }) =>
      toast(replayed > 0 ? `${countWords(replayed)} tried again` : 'Somebody tried it again already'),
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: deadDeliveriesQuery.queryKey }),
  })
}

function DeadTable({ dead }: { dead: readonly DeadDelivery[] }) {
  return (
    <div className={c.scrollX}>
      <table className={c.table}>
        <thead>
          <tr>
            <th>Should have happened</th>
            <th>Why it did not</th>
            <th>Attempts</th>
            <th>Given up</th>
            <th>
              <span className="dim">Again</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {dead.map((one) => (
            <Row key={`${one.event_id}/${one.reaction}`} dead={one} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ dead }: { dead: DeadDelivery }) {
  const replay = useReplay()
  return (
    <tr>
      <td>
        <span className={c.person}>
          <span>
            <strong>{reactionWords(dead.reaction)}</strong>
            <small title={dead.event_id}>after: {eventWords(dead.event_name).toLowerCase()}</small>
          </span>
        </span>
      </td>
      <td>
        <span className={c.person}>
          <span>
            {reasonWords(dead.last_error)}
            <small className={c.reason}>{dead.last_error}</small>
          </span>
        </span>
      </td>
      <td className="num">
        {dead.attempts}
        <span className="phone-only"> {dead.attempts === 1 ? 'attempt' : 'attempts'}</span>
      </td>
      <td>
        <RelativeTime at={dead.at} />
      </td>
      <td>
        <Button
          variant="default"
          size="compact-sm"
          loading={replay.isPending}
          onClick={() => replay.mutate([dead.event_id])}
        >
          Try again
        </Button>
      </td>
    </tr>
  )
}
