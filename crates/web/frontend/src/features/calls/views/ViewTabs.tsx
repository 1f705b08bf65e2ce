import { VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import type { CallView, CallViewCount } from '@/api/types'
import { useShortcuts } from '@/lib/shortcuts'
import { useViewCounts } from './queries'
import type { ViewsState } from './useViewsState'
import { ViewMenu } from './ViewMenu'
import { ViewPicker } from './ViewPicker'
import { ViewsPopover } from './ViewsPopover'
import { countText } from './views'
import c from './views.module.css'

/** The saved views as tabs above the list, each with the number of its calls; on a phone one picker. */
export function ViewTabs({ state }: { state: ViewsState }) {
  const counts = useViewCounts()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { tabs, current, open } = state
  const step = (by: -1 | 1) => {
    const places = [undefined, ...tabs]
    const at = places.findIndex((view) => view?.id === current?.id)
    open(places[(at + by + places.length) % places.length])
  }
  useShortcuts([
    { keys: ']', label: 'Next view', group: 'Calls', run: () => step(1) },
    { keys: '[', label: 'Previous view', group: 'Calls', run: () => step(-1) },
  ])
  if (phone) return <ViewPicker state={state} counts={counts} />
  return (
    <div className={c.bar}>
      <div className={c.tabs} role="group" aria-label="Views">
        <button type="button" className={c.tab} aria-pressed={state.showsAll} onClick={() => open(undefined)}>
          All
        </button>
        {tabs.map((view) => (
          <Tab key={view.id} view={view} count={counts.get(view.id)} state={state} />
        ))}
      </div>
      <ViewsPopover state={state} counts={counts} />
    </div>
  )
}

function Tab({
  view,
  count,
  state,
}: {
  view: CallView
  count: CallViewCount | undefined
  state: ViewsState
}) {
  const active = state.current?.id === view.id
  const tab = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (active) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active])
  const number = countText(count)
  return (
    <span ref={tab} className={c.tabGroup} data-active={active || undefined}>
      <button type="button" className={c.tab} aria-pressed={active} onClick={() => state.open(view)}>
        {view.name}
        {active && state.changed && (
          <>
            <span className={c.dirty} aria-hidden="true" />
            <VisuallyHidden component="span"> (changed)</VisuallyHidden>
          </>
        )}
        {number !== undefined && (
          <span className={`${c.count} num`}>
            <VisuallyHidden component="span">, </VisuallyHidden>
            {number}
            <VisuallyHidden component="span"> calls</VisuallyHidden>
          </span>
        )}
      </button>
      {active && <ViewMenu view={view} state={state} />}
    </span>
  )
}
