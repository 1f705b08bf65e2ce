import { Button, Progress } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RelativeTime } from '@/ui/RelativeTime'
import { toastError } from '@/ui/toast'
import c from './activity.module.css'
import { type ActivityAction, type ActivityItem, isOver, percentOf } from './item'

interface Props {
  item: ActivityItem
  onDetails: (job: string) => void
}

/** One piece of long work: what, how far, and what can be done about it. */
export function ActivityLine({ item, onDetails }: Props) {
  const over = isOver(item)
  const { details } = item
  return (
    <li className={c.line}>
      <div className={c.lineHead}>
        <strong className="ellipsis">
          {item.page ? (
            <Link {...item.page} className={c.title ?? ''}>
              {item.title}
            </Link>
          ) : (
            item.title
          )}
        </strong>
        <span className="dim num">
          {over && item.finishedAt ? <RelativeTime at={item.finishedAt} /> : wordOf(item)}
        </span>
      </div>
      {!over && (
        <Progress
          size="sm"
          value={percentOf(item) ?? 100}
          animated={percentOf(item) === undefined}
          aria-label={`Progress of ${item.title}`}
        />
      )}
      <div className={c.lineFoot}>
        <span className="dim num" data-bad={item.state === 'failed' || undefined}>
          {countsOf(item)}
        </span>
        {details && (
          <button type="button" className={c.link} onClick={() => onDetails(details.job)}>
            {details.label}
          </button>
        )}
        <span className="grow" />
        {item.cancel && !item.stopping && <Act action={item.cancel} />}
        {item.actions.map((action) => (
          <Act key={action.label} action={action} />
        ))}
      </div>
    </li>
  )
}

function Act({ action }: { action: ActivityAction }) {
  const client = useQueryClient()
  const run = useMutation({ mutationFn: () => action.run(client), onError: (error) => toastError(error) })
  return (
    <Button variant="default" size="compact-xs" loading={run.isPending} onClick={() => run.mutate()}>
      {action.label}
    </Button>
  )
}

function wordOf(item: ActivityItem): string {
  if (item.stopping) return 'Stopping…'
  if (item.state === 'pending') return 'Waiting…'
  const percent = percentOf(item)
  return percent === undefined ? 'Working…' : `${Math.floor(percent)}%`
}

function countsOf(item: ActivityItem): string {
  if (item.state === 'failed') return `Failed: ${item.error ?? 'no reason was given'}`
  const number = (count: number) => count.toLocaleString('en-US')
  if (!isOver(item)) {
    const worked = item.done + item.skipped
    return item.total === undefined
      ? `${number(worked)} so far`
      : `${number(worked)} of ${number(item.total)}`
  }
  return item.state === 'cancelled' ? `Stopped after ${number(item.done)}` : `${number(item.done)} done`
}
