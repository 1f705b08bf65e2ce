import { useQuery } from '@tanstack/react-query'
import c from './followups.module.css'
import { followUpTotalQuery } from './queries'
import { type FollowUpsSearch, type FollowUpTab, queryOf, TABS } from './search'

interface Props {
  search: FollowUpsSearch
  onTab: (tab: FollowUpTab) => void
}

/** Whose promises, and which; each with how many there are. */
export function FollowUpTabs({ search, onTab }: Props) {
  return (
    <nav className={c.tabs} aria-label="Which follow-ups">
      {TABS.map(({ key, label }) => (
        <Tab key={key} tab={key} label={label} here={(search.tab ?? 'mine') === key} onTab={onTab} />
      ))}
    </nav>
  )
}

interface TabProps {
  tab: FollowUpTab
  label: string
  here: boolean
  onTab: (tab: FollowUpTab) => void
}

function Tab({ tab, label, here, onTab }: TabProps) {
  const { data: total } = useQuery(followUpTotalQuery(queryOf({ tab })))
  const alarm = tab === 'overdue' && total !== undefined && total > 0
  return (
    <button type="button" className={c.tab} aria-pressed={here} onClick={() => onTab(tab)}>
      {label}
      {total !== undefined && (
        <span className="num" data-alarm={alarm || undefined}>
          {total.toLocaleString('en-US')}
        </span>
      )}
    </button>
  )
}
