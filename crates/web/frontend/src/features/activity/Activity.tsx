import { ActionIcon, Popover } from '@mantine/core'
import { IconActivity, IconProgressCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { ActivityLine } from './ActivityLine'
import c from './activity.module.css'
import { isOver } from './item'
import { JobRowsDialog } from './JobRowsDialog'
import { useActivity, useActivityNews } from './useActivity'

/** The button in the top bar: running and recent long work. */
export function ActivityMenu() {
  const { items, loading, error } = useActivity()
  const [open, setOpen] = useState(false)
  const [job, setJob] = useState<string>()
  const running = items.filter((item) => !isOver(item)).length
  return (
    <>
      <Popover opened={open} onChange={setOpen} width={380} position="bottom-end" trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon
            size={32}
            onClick={() => setOpen((shown) => !shown)}
            aria-label={running > 0 ? `Activity, ${running} running` : 'Activity'}
            className={c.button ?? ''}
          >
            <IconActivity size={18} stroke={1.6} />
            {running > 0 && <span className={c.dot} aria-hidden />}
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label="Activity">
          <div className={c.head}>
            <strong>Activity</strong>
          </div>
          {loading && <SkeletonRows rows={3} height={56} />}
          {error !== undefined && items.length === 0 && <ErrorState error={error} />}
          {!loading && error === undefined && items.length === 0 && (
            <EmptyState icon={IconProgressCheck} title="Nothing is running">
              Changes of many calls at once, imports and exports show here, with their progress and the way
              back.
            </EmptyState>
          )}
          <ul className={c.list}>
            {items.map((item) => (
              <ActivityLine
                key={item.id}
                item={item}
                onDetails={(wanted) => {
                  setOpen(false)
                  setJob(wanted)
                }}
              />
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
      {job !== undefined && <JobRowsDialog job={job} onClose={() => setJob(undefined)} />}
    </>
  )
}

/** What runs now, floating above the page, so that nobody wonders what became of it. */
export function ActivityCard() {
  useActivityNews()
  const { items } = useActivity()
  const [job, setJob] = useState<string>()
  const running = items.filter((item) => !isOver(item))
  return (
    <>
      {running.length > 0 && (
        <section className={c.card} aria-label="Running now">
          <ul className={c.list}>
            {running.map((item) => (
              <ActivityLine key={item.id} item={item} onDetails={setJob} />
            ))}
          </ul>
        </section>
      )}
      {job !== undefined && <JobRowsDialog job={job} onClose={() => setJob(undefined)} />}
    </>
  )
}
