import { Button } from '@mantine/core'
import { IconLink, IconLinkOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import type { CallDetail } from '@/api/types'
import { counted } from '@/lib/counted'
import { humanise } from '@/lib/words'
import { Avatar } from '@/ui/Avatar'
import { ConfirmButton } from '@/ui/ConfirmButton'
import { useCallChange } from '../queries'
import { LinkContactDialog } from './LinkContactDialog'
import c from './parts.module.css'

/** The customer of the call, or the way to find one. */
export function ContactCard({ call, disabled }: { call: CallDetail; disabled: boolean }) {
  const [linking, setLinking] = useState(false)
  const card = call.contact_card
  const unlink = useCallChange(async () => {
    const params = { path: { id: call.id } }
    return (await dataOf(api.DELETE('/calls/{id}/link-contact', { params }))).call
  }, 'The contact stays linked')
  return (
    <section className={c.section} aria-labelledby="contact-title">
      <h3 id="contact-title">Contact</h3>
      <div className={c.contact}>
        {card ? (
          <>
            <Avatar name={card.name} size={34} />
            <div>
              <Link to="/customers/$id" params={{ id: card.id }}>
                {card.name}
              </Link>
              <small>
                {[
                  humanise(card.status),
                  counted(card.calls_total, 'call'),
                  counted(card.open_follow_ups, 'open follow-up'),
                ].join(', ')}
              </small>
            </div>
            <ConfirmButton
              variant="default"
              size="compact-xs"
              leftSection={<IconLinkOff size={13} />}
              disabled={disabled}
              loading={unlink.isPending}
              question="The call will belong to nobody. The customer stays as he is."
              confirmLabel="Unlink"
              onConfirm={() => unlink.mutate(undefined)}
            >
              Unlink
            </ConfirmButton>
          </>
        ) : (
          <>
            <Avatar name={call.caller_name} size={34} />
            <div>
              <span style={{ fontWeight: 600 }}>{call.caller_name || 'Unknown caller'}</span>
              <small>Nobody is linked to this call</small>
            </div>
            <Button
              variant="default"
              leftSection={<IconLink size={14} />}
              disabled={disabled}
              onClick={() => setLinking(true)}
            >
              Link contact
            </Button>
          </>
        )}
      </div>
      {linking && <LinkContactDialog call={call} onClose={() => setLinking(false)} />}
    </section>
  )
}
