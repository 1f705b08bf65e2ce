import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBan, IconDownload, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api/session'
import type { DoNotContactRow } from '@/api/types'
import s from '@/features/consent/consent.module.css'
import { LiftDialog, MarkNumberDialog } from '@/features/consent/MarkDialogs'
import { marksQuery } from '@/features/consent/queries'
import { authorName, REASON, VIA } from '@/features/consent/words'
import { formatPhone } from '@/lib/phone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RelativeTime } from '@/ui/RelativeTime'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { ImportListDialog } from './ImportListDialog'

type Dialog = 'add' | 'import' | { lift: DoNotContactRow }

/** Everybody who is not to be contacted, with the words that say so. */
export default function DoNotContactSection() {
  const [search, setSearch] = useState('')
  const [wanted] = useDebouncedValue(search.trim(), 250)
  const [lifted, setLifted] = useState(false)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const mayEdit = useCan('edit_customers')
  const mayImport = useCan('import')
  const mayExport = useCan('export')
  const list = useInfiniteQuery(marksQuery(wanted, lifted))
  const rows = list.data?.pages.flatMap((page) => page.data)
  return (
    <SectionFrame
      title="Do not contact"
      text="Who is on this list is neither called nor texted nor written to, on any line and by any program. Marks are kept for good; lifting one takes a new request of the customer."
      action={
        mayEdit && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog('add')}>
            Add a number
          </Button>
        )
      }
      wide
    >
      <SettingsCard>
        <div className={s.tools}>
          <TextInput
            aria-label="Search"
            placeholder="Name or number, three characters or more"
            leftSection={<IconSearch size={15} />}
            value={search}
            maxLength={200}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Checkbox
            label="Lifted as well"
            checked={lifted}
            onChange={(event) => setLifted(event.currentTarget.checked)}
          />
          {mayImport && (
            <Button
              variant="default"
              leftSection={<IconUpload size={14} />}
              onClick={() => setDialog('import')}
            >
              Import
            </Button>
          )}
          {mayExport && (
            <Button
              component="a"
              href="/api/dnc/import"
              download
              variant="default"
              leftSection={<IconDownload size={14} />}
            >
              Export
            </Button>
          )}
        </div>
        {rows ? (
          <Rows rows={rows} found={wanted.length >= 3} onLift={(row) => setDialog({ lift: row })} />
        ) : list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonRows rows={6} height={44} />
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
      {dialog === 'add' && <MarkNumberDialog onClose={() => setDialog(null)} />}
      {dialog === 'import' && <ImportListDialog onClose={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === 'object' && (
        <LiftDialog mark={dialog.lift} onClose={() => setDialog(null)} />
      )}
    </SectionFrame>
  )
}

function Rows({
  rows,
  found,
  onLift,
}: {
  rows: readonly DoNotContactRow[]
  found: boolean
  onLift: (row: DoNotContactRow) => void
}) {
  const mayLift = useCan('override_do_not_contact')
  if (rows.length === 0) {
    return (
      <EmptyState title={found ? 'Nobody on the list is like that' : 'Nobody is on the list'} icon={IconBan}>
        {!found && 'Customers who ask not to be contacted come here by their outcome, or by hand.'}
      </EmptyState>
    )
  }
  return (
    <div className={c.scrollX}>
      <table className={c.table}>
        <thead>
          <tr>
            <th>Who</th>
            <th>Why</th>
            <th>Since</th>
            <th>
              <span className="dim">State</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-off={row.lifted ? true : undefined}>
              <td>
                {row.customer_id ? (
                  <Link to="/customers/$id" params={{ id: row.customer_id }} className={s.link}>
                    <strong>{row.customer_name ?? 'A customer'}</strong>
                  </Link>
                ) : (
                  <strong className="num">{formatPhone(row.number)}</strong>
                )}
                {row.customer_id && row.numbers[0] && (
                  <div className="dim num">{formatPhone(row.numbers[0])}</div>
                )}
              </td>
              <td>
                {REASON[row.reason]}
                {row.words && <div className="dim">“{row.words}”</div>}
              </td>
              <td>
                <RelativeTime at={row.at} />
                <div className="dim">
                  {VIA[row.channel]}, {authorName(row.by)}
                </div>
              </td>
              <td>
                {row.lifted ? (
                  <>
                    lifted <RelativeTime at={row.lifted.at} />
                    <div className="dim">“{row.lifted.words}”</div>
                  </>
                ) : mayLift ? (
                  <Button variant="default" size="compact-sm" onClick={() => onLift(row)}>
                    Lift
                  </Button>
                ) : (
                  <span className="dim">An owner may lift it</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
