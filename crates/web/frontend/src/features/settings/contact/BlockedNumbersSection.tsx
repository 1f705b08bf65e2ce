import { Button, TextInput } from '@mantine/core'
import { IconPhoneOff, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { isApiError } from '@/api/problem'
import { useCan } from '@/api/session'
import type { BlockedNumber } from '@/api/types'
import s from '@/features/consent/consent.module.css'
import { blockedQuery, useConsentChange } from '@/features/consent/queries'
import { authorName } from '@/features/consent/words'
import { formatPhone } from '@/lib/phone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toastUndo } from '@/ui/toast'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'

const unblock = (number: string) => api.DELETE('/blocked-numbers/{number}', { params: { path: { number } } })

const block = (number: string, reason: string) =>
  dataOf(api.POST('/blocked-numbers', { body: { number, reason } }))

/** Numbers from which no call is taken and which nobody contacts. */
export default function BlockedNumbersSection() {
  const list = useInfiniteQuery(blockedQuery)
  const rows = list.data?.pages.flatMap((page) => page.data)
  const mayBlock = useCan('work_calls')
  return (
    <SectionFrame
      title="Blocked numbers"
      text="No call from these numbers is taken, and nobody calls or texts them. Marking a call as spam can block its number, too."
      wide
    >
      <SettingsCard>
        {mayBlock && <AddNumber />}
        {rows ? (
          <Rows rows={rows} />
        ) : list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonRows rows={5} height={44} />
        )}
        {list.hasNextPage && (
          <div className={s.foot}>
            <Button
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              More
            </Button>
          </div>
        )}
      </SettingsCard>
    </SectionFrame>
  )
}

function AddNumber() {
  const [number, setNumber] = useState('')
  const [reason, setReason] = useState('')
  const mayUnblock = useCan('supervise')
  const takeBack = useConsentChange(unblock, 'The number stays blocked')
  const add = useConsentChange(async () => {
    const made = await block(number.trim(), reason.trim())
    setNumber('')
    setReason('')
    if (mayUnblock) {
      toastUndo(`${formatPhone(made.number)} is blocked`, () => takeBack.mutate(made.number))
    }
  }, 'The number was not blocked')
  const wrong = isApiError(add.error) ? add.error.field('number') : undefined
  return (
    <form
      className={s.tools}
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate(undefined)
      }}
    >
      <TextInput
        label="Number"
        type="tel"
        placeholder="(864) 555-0100"
        maxLength={40}
        value={number}
        error={wrong}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <TextInput
        label="Why"
        placeholder="Robocalls"
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button
        type="submit"
        leftSection={<IconPlus size={15} />}
        loading={add.isPending}
        disabled={number.trim() === ''}
        style={{ alignSelf: 'end' }}
      >
        Block
      </Button>
    </form>
  )
}

function Rows({ rows }: { rows: readonly BlockedNumber[] }) {
  const mayUnblock = useCan('supervise')
  const again = useConsentChange(
    ({ number, reason }: BlockedNumber) => block(number, reason),
    'The number is not blocked',
  )
  const free = useConsentChange(async (row: BlockedNumber) => {
    await unblock(row.number)
    toastUndo(`${formatPhone(row.number)} is blocked no longer`, () => again.mutate(row))
  }, 'The number stays blocked')
  if (rows.length === 0) {
    return (
      <EmptyState title="No number is blocked" icon={IconPhoneOff}>
        Block a number when nothing good ever comes from it.
      </EmptyState>
    )
  }
  return (
    <div className={c.scrollX}>
      <table className={c.table}>
        <thead>
          <tr>
            <th>Number</th>
            <th>Why</th>
            <th>Since</th>
            <th>
              <span className="dim">State</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <td>
                <strong className="num">{formatPhone(row.number)}</strong>
              </td>
              <td>{row.reason || <span className="dim">–</span>}</td>
              <td>
                <RelativeTime at={row.at} />
                <div className="dim">{authorName(row.by)}</div>
              </td>
              <td>
                {mayUnblock ? (
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={free.isPending}
                    onClick={() => free.mutate(row)}
                  >
                    Unblock
                  </Button>
                ) : (
                  <span className="dim">An admin may unblock it</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
