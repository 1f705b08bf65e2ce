import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { AllWell } from './AllWell'
import { Earlier } from './Earlier'
import { LostMailRow } from './LostMailRow'
import { lostMailQuery } from './queries'

/** Mail that was refused, or of which nobody can tell whether it went out. What it says is not shown. */
export function LostMailCard() {
  const list = useInfiniteQuery(lostMailQuery)
  const mails = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <SettingsCard
      title="Mail"
      text="Mail to members that was refused, or may or may not have gone out. It is never sent twice by itself."
    >
      {list.isPending ? (
        <SkeletonRows rows={2} height={48} />
      ) : list.isError && mails.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : mails.length === 0 ? (
        <AllWell>Every mail went out, or is still tried.</AllWell>
      ) : (
        <div className={c.scrollX}>
          <table className={c.table}>
            <thead>
              <tr>
                <th>Mail</th>
                <th>What went wrong</th>
                <th>Given up</th>
                <th>
                  <span className="dim">Decide</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {mails.map((mail) => (
                <LostMailRow key={mail.id} mail={mail} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Earlier list={list} />
    </SettingsCard>
  )
}
