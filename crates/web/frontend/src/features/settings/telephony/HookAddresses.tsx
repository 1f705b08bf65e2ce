import { ActionIcon, CopyButton, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { present } from '@/lib/present'
import { Loaded } from '../Loaded'
import c from '../settings.module.css'

/** What the telephone company must be told of this server, and whether it can reach it at all. */
export function HookAddresses() {
  const query = useQuery({
    queryKey: keys.settings.section('telephony'),
    queryFn: async () => present(await dataOf(api.GET('/settings/telephony'))),
  })
  return (
    <Loaded query={query}>
      {({ reachable, voice_url, message_url, status_url }) =>
        reachable ? (
          <div style={{ display: 'grid', gap: 12 }}>
            <p className={c.quiet}>Enter these at each number. They hold a secret of this workspace.</p>
            <Address label="A call comes in" url={voice_url} />
            <Address label="A message comes in" url={message_url} />
            <Address label="Call status changes" url={status_url} />
          </div>
        ) : (
          <p className={c.error} role="alert">
            The telephone company cannot reach this server: it needs an https address. Whoever runs the server
            sets CALLBOARD_PUBLIC_URL.
          </p>
        )
      }
    </Loaded>
  )
}

function Address({ label, url }: { label: string; url: string | undefined }) {
  if (url === undefined) return null
  return (
    <TextInput
      label={label}
      readOnly
      value={url}
      onFocus={(event) => event.currentTarget.select()}
      rightSection={
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon aria-label={`Copy: ${label}`} size={24} onClick={copy}>
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      }
    />
  )
}
