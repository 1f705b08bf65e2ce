import { ActionIcon, Button, Checkbox, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconCheck,
  IconChecklist,
  IconMail,
  IconMessage,
  IconPhone,
  IconUserCircle,
} from '@tabler/icons-react'
import type { FollowUpKind, FollowUpRow } from '@/api/types'
import { CallButton } from '@/features/phone/CallButton'
import { useNow } from '@/lib/now'
import { formatPhone } from '@/lib/phone'
import { formatSoon } from '@/lib/time'
import { FOLLOW_UP_KIND } from '@/lib/words'
import { useZone } from '@/lib/zone'
import { Avatar } from '@/ui/Avatar'
import { SlaArithmetic } from '@/ui/SlaArithmetic'
import { SlaChip } from '@/ui/SlaChip'
import { DuePopover } from './DuePopover'
import type { OpenDialog } from './FollowUpDialogs'
import { FollowUpMenu } from './FollowUpMenu'
import c from './followups.module.css'
import { promiseOf } from './rows'
import type { FollowUpActions } from './useFollowUpActions'

const ICONS: Record<FollowUpKind, typeof IconPhone> = {
  callback: IconPhone,
  sms: IconMessage,
  email: IconMail,
  task: IconChecklist,
}

export interface ItemProps {
  task: FollowUpRow
  selected: boolean
  editable: boolean
  onToggle: (task: FollowUpRow) => void
  onOpen: (task: FollowUpRow) => void
  onComplete: (task: FollowUpRow) => void
  onAsk: (kind: OpenDialog['kind'], task: FollowUpRow) => void
  actions: FollowUpActions
}

/** One promise: what, for whom, how long still, who does it, and the buttons. */
export function FollowUpItem(props: ItemProps) {
  const { task, selected, editable, onToggle, onOpen } = props
  const Icon = ICONS[task.type]
  return (
    <div className={c.row} data-selected={selected || undefined}>
      {editable && task.status === 'open' ? (
        <div className={c.tick}>
          <Checkbox
            aria-label={`Select ${task.subject}`}
            checked={selected}
            onChange={() => onToggle(task)}
            tabIndex={-1}
          />
        </div>
      ) : (
        <span className={c.tick} />
      )}
      <button type="button" className={c.main} data-main onClick={() => onOpen(task)}>
        <span className={c.kind} title={FOLLOW_UP_KIND[task.type]}>
          <Icon size={16} stroke={1.7} aria-label={FOLLOW_UP_KIND[task.type]} />
        </span>
        <span className={c.words}>
          <strong className="ellipsis num">{formatPhone(task.subject)}</strong>
          <span className="dim ellipsis num">{detailOf(task)}</span>
        </span>
      </button>
      <span className={c.chip}>
        <SlaChip
          promise={promiseOf(task)}
          explanation={<SlaArithmetic sla={task.sla} dueAt={task.due_at} />}
        />
      </span>
      <Due {...props} />
      <Who {...props} />
      <Buttons {...props} />
    </div>
  )
}

function detailOf(task: FollowUpRow): string {
  const number = task.subject === task.phone_e164 ? '' : formatPhone(task.phone_e164)
  const rule = task.automatic ? (task.sla.rule?.name ?? 'By rule') : undefined
  return [number, task.note || rule].filter(Boolean).join(' · ')
}

function Due({ task, editable, actions }: ItemProps) {
  const zone = useZone()
  const now = useNow('slow')
  if (task.status === 'done' || !editable) {
    const at = task.completed_at ?? task.due_at
    return <span className={`${c.due} num dim`}>{formatSoon(at, zone, now)}</span>
  }
  return (
    <DuePopover task={task} onMove={(at) => void actions.redate([task], at)}>
      <span className="num">{formatSoon(task.due_at, zone, now)}</span>
    </DuePopover>
  )
}

function Who({ task, editable, onAsk }: ItemProps) {
  const person = task.status === 'done' ? task.completed_by : task.assigned_to
  const face = person ? (
    <>
      <Avatar name={person.name} size={20} />
      <span className="ellipsis">{person.name}</span>
    </>
  ) : (
    <>
      <IconUserCircle size={20} stroke={1.4} className="dim" aria-hidden />
      <span className="dim">{task.status === 'done' ? 'Product' : 'Pool'}</span>
    </>
  )
  if (task.status === 'done' || !editable) return <span className={c.who}>{face}</span>
  return (
    <button
      type="button"
      className={`${c.who} ${c.pick}`}
      aria-label={`Assigned to ${person?.name ?? 'nobody'}, change`}
      onClick={() => onAsk('assign', task)}
    >
      {face}
    </button>
  )
}

/** Calls the person of a task: through the call that it came from, else with whatever the device calls with. */
function CallTo({ task }: { task: FollowUpRow }) {
  const { phone_e164: number, call_id: callId, subject, version } = task
  const label = `Call ${subject}`
  if (callId !== undefined) {
    return <CallButton compact label={label} target={{ callId, name: subject, number }} version={version} />
  }
  return (
    <Tooltip label={`Call ${formatPhone(number)}`}>
      <ActionIcon component="a" href={`tel:${number}`} aria-label={label}>
        <IconPhone size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  )
}

function Buttons(props: ItemProps) {
  const { task, editable, actions, onComplete } = props
  return (
    <span className={c.buttons}>
      {task.phone_e164 && task.status === 'open' && <CallTo task={task} />}
      {editable && task.status === 'open' && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconCheck size={14} />}
          onClick={() => onComplete(task)}
          aria-label={`Done: ${task.subject}`}
        >
          Done
        </Button>
      )}
      {editable && task.status === 'done' && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowBackUp size={14} />}
          onClick={() => void actions.reopen(task)}
        >
          Reopen
        </Button>
      )}
      <FollowUpMenu {...props} />
    </span>
  )
}
