import {
  IconCalendarPlus,
  IconCircleCheck,
  IconShieldX,
  IconTag,
  IconUserPlus,
  IconX,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { dispositionsQuery, useCan } from '@/api/session'
import { BulkDialog } from './BulkDialog'
import c from './bulk.module.css'
import { type BulkKind, type BulkTarget, spamDisposition } from './change'

interface Props {
  count: number
  total: number
  /** "All matching" is selected, not single rows. */
  all: boolean
  target: BulkTarget
  onAll: () => void
  onClear: () => void
  knownTags: readonly string[]
  /** More that can be done with the selected calls. */
  children?: ReactNode
}

const ACTIONS = [
  { kind: 'tag', label: 'Tag', Icon: IconTag },
  { kind: 'outcome', label: 'Outcome', Icon: IconCircleCheck },
  { kind: 'follow_up', label: 'Follow-up', Icon: IconCalendarPlus },
  { kind: 'assign', label: 'Assign', Icon: IconUserPlus },
  { kind: 'spam', label: 'Spam', Icon: IconShieldX },
] as const

/** What can be done with the selected calls. */
export function BulkBar({ count, total, all, target, onAll, onClear, knownTags, children }: Props) {
  const may = useCan('work_calls')
  const { data: dispositions } = useQuery(dispositionsQuery)
  const [dialog, setDialog] = useState<BulkKind>()
  const actions = ACTIONS.filter(({ kind }) => kind !== 'spam' || spamDisposition(dispositions) !== undefined)
  return (
    <>
      <section className={c.bar} aria-label="Selected calls" data-bottom-bar>
        <strong className="num">{count.toLocaleString('en-US')} selected</strong>
        {!all && count < total && (
          <button type="button" onClick={onAll} className="num">
            Select all {total.toLocaleString('en-US')} matching
          </button>
        )}
        <span className={c.sep} />
        {may &&
          actions.map(({ kind, label, Icon }) => (
            <button key={kind} type="button" onClick={() => setDialog(kind)}>
              <Icon size={15} />
              {label}
            </button>
          ))}
        {children}
        <span className={c.sep} />
        <button type="button" aria-label="Clear the selection" onClick={onClear}>
          <IconX size={15} />
        </button>
      </section>
      {dialog && (
        <BulkDialog
          kind={dialog}
          count={count}
          target={target}
          knownTags={knownTags}
          onClose={() => setDialog(undefined)}
          onAsked={() => {
            setDialog(undefined)
            onClear()
          }}
        />
      )}
    </>
  )
}
