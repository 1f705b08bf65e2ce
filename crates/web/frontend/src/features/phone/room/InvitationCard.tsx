import { Button } from '@mantine/core'
import { IconPhone, IconUserPlus } from '@tabler/icons-react'
import type { CallInvitation } from '@/api/types'
import { useNow } from '@/lib/now'
import { formatPhone } from '@/lib/phone'
import { formatDuration } from '@/lib/time'
import { Avatar } from '@/ui/Avatar'
import { Kbd } from '@/ui/Kbd'
import c from '../phone.module.css'
import { secondsSince } from '../words'
import { askedWords } from './words'

interface Props {
  invitation: CallInvitation
  /** I am on another call, which has to end first. */
  busy: boolean
  onJoin: (invitation: CallInvitation) => void
  onDecline: (invitation: CallInvitation) => void
}

/** A colleague who rings me into a call. */
export function InvitationCard({ invitation, busy, onJoin, onDecline }: Props) {
  const now = useNow('second')
  const { name, asked_by, kind, since } = invitation
  const number = formatPhone(invitation.number)
  return (
    <div className={c.card}>
      <article className={c.ring} aria-label={askedWords(invitation)}>
        <p className={c.eyebrow}>
          <IconUserPlus size={15} className={c.shake} aria-hidden />
          <span className="ellipsis">
            {kind === 'successor'
              ? `${asked_by} passes a call on to you`
              : `${asked_by} asks you into a call`}
          </span>
          <span className="grow" />
          <span className={`${c.time} num`}>{formatDuration(secondsSince(Date.parse(since), now))}</span>
        </p>
        <div className={c.who}>
          <Avatar name={name} size={40} />
          <div className={c.names}>
            <h2>
              <span className="ellipsis num">{name || number || 'Number withheld'}</span>
            </h2>
            {name && number && <p className="num">{number}</p>}
          </div>
        </div>
        {busy && <p className={c.reason}>End your own call to join.</p>}
        <div className={c.choice}>
          {!busy && (
            <Button
              color="teal.9"
              size="sm"
              leftSection={<IconPhone size={16} />}
              rightSection={<Kbd keys="h t" />}
              onClick={() => onJoin(invitation)}
            >
              {kind === 'successor' ? 'Take the call' : 'Join'}
            </Button>
          )}
          <Button
            variant="default"
            size="sm"
            rightSection={busy ? <Kbd keys="h i" /> : undefined}
            onClick={() => onDecline(invitation)}
          >
            Not now
          </Button>
        </div>
      </article>
    </div>
  )
}
