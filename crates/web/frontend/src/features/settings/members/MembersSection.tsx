import { ActionIcon, Button, Menu, Select } from '@mantine/core'
import { IconDots, IconLink, IconUserOff, IconUserPlus, IconUserUp } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan, useMe } from '@/api/session'
import type { Member } from '@/api/types'
import { ROLE } from '@/lib/words'
import { Avatar } from '@/ui/Avatar'
import { StatusDot } from '@/ui/StatusDot'
import { toast, toastError } from '@/ui/toast'
import { Loaded } from '../Loaded'
import { allMembersQuery } from '../queries'
import { SecretDialog } from '../SecretDialog'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { InviteDialog } from './InviteDialog'
import { grantable, type Role } from './roles'

/** Who works here, as what. */
export default function MembersSection() {
  const query = useQuery(allMembersQuery)
  const mayManage = useCan('manage_members')
  const [inviting, setInviting] = useState(false)
  const [link, setLink] = useState<{ name: string; link: string } | null>(null)
  return (
    <SectionFrame
      title="Members"
      text="Everybody who can sign in. A new member chooses a password by a link that is shown once."
      action={
        mayManage && (
          <Button leftSection={<IconUserPlus size={15} />} onClick={() => setInviting(true)}>
            Invite a member
          </Button>
        )
      }
      wide
    >
      <SettingsCard>
        <Loaded query={query}>
          {(members) => (
            <div className={c.scrollX}>
              <table className={c.table}>
                <thead>
                  <tr>
                    <th>Name</th>
                    <th>Role</th>
                    <th>State</th>
                    <th>{mayManage && <span className="dim">More</span>}</th>
                  </tr>
                </thead>
                <tbody>
                  {members.map((member) => (
                    <Row
                      key={member.id}
                      member={member}
                      onLink={(made) => setLink({ name: member.name, link: made })}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Loaded>
      </SettingsCard>
      {inviting && (
        <InviteDialog
          onClose={() => setInviting(false)}
          onInvited={(name, made) => {
            setInviting(false)
            setLink({ name, link: made })
          }}
        />
      )}
      {link && (
        <SecretDialog
          title={`Link for ${link.name}`}
          text="Send it by a channel that you trust. It lets them choose a password once, and is not shown again."
          label="Password link"
          secret={link.link}
          onClose={() => setLink(null)}
        />
      )}
    </SectionFrame>
  )
}

function Row({ member, onLink }: { member: Member; onLink: (link: string) => void }) {
  const client = useQueryClient()
  const me = useMe().member
  const mayManage = useCan('manage_members')
  const mayOwners = useCan('manage_owners')
  const editable = mayManage && member.id !== me.id && (member.role !== 'owner' || mayOwners)
  const patch = useMutation({
    mutationFn: (body: { role?: Role; active?: boolean }) =>
      dataOf(api.PATCH('/members/{id}', { params: { path: { id: member.id } }, body: body })),
    onSuccess: (_, body) => {
      if (body.role) toast(`${member.name} is now ${(ROLE[body.role] ?? body.role).toLowerCase()}`)
      else toast(body.active ? `${member.name} can sign in again` : `${member.name} can no longer sign in`)
    },
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: keys.members }),
  })
  const reset = useMutation({
    mutationFn: () => dataOf(api.POST('/members/{id}/reset-link', { params: { path: { id: member.id } } })),
    onSuccess: ({ reset_link }) => onLink(reset_link),
    onError: (error) => toastError(error),
  })
  return (
    <tr data-off={member.active ? undefined : true}>
      <td>
        <span className={c.person}>
          <Avatar name={member.name} size={30} />
          <span>
            <strong>
              {member.name}
              {member.id === me.id && <span className="dim"> (you)</span>}
            </strong>
            {member.email && <small>{member.email}</small>}
          </span>
        </span>
      </td>
      <td>
        {editable && member.active ? (
          <Select
            aria-label={`Role of ${member.name}`}
            allowDeselect={false}
            data={grantable(mayOwners)}
            value={member.role}
            disabled={patch.isPending}
            onChange={(role) => role && role !== member.role && patch.mutate({ role: role as Role })}
            w={140}
          />
        ) : (
          (ROLE[member.role] ?? member.role)
        )}
      </td>
      <td>
        {member.active ? <StatusDot tone="ok">Active</StatusDot> : <StatusDot tone="mute">Left</StatusDot>}
      </td>
      <td>
        {editable && (
          <Menu position="bottom-end" width={210}>
            <Menu.Target>
              <ActionIcon aria-label={`More for ${member.name}`}>
                <IconDots size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {member.active ? (
                <>
                  <Menu.Item leftSection={<IconLink size={15} />} onClick={() => reset.mutate()}>
                    New password link
                  </Menu.Item>
                  <Menu.Item
                    color="red"
                    leftSection={<IconUserOff size={15} />}
                    onClick={() => patch.mutate({ active: false })}
                  >
                    Deactivate
                  </Menu.Item>
                </>
              ) : (
                <Menu.Item
                  leftSection={<IconUserUp size={15} />}
                  onClick={() => patch.mutate({ active: true })}
                >
                  Let in again
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </td>
    </tr>
  )
}
