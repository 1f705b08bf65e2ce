import { Button, SegmentedControl, Skeleton, Switch, TextInput } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError } from '@/api/problem'
import type { Presence, Station } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { usePreference } from '@/lib/preferences'
import { ErrorState } from '@/ui/ErrorState'
import { Kbd } from '@/ui/Kbd'
import { AudioChoices } from './AudioChoices'
import c from './phone.module.css'
import { SILENT } from './preferences'
import { presencePatch } from './presence'
import { phone } from './store'
import { type Duty, useStationChange } from './useStation'
import { PRESENCE } from './words'

const CHOICES = (Object.keys(PRESENCE) as Presence[]).map((value) => ({
  value,
  label: PRESENCE[value].label,
}))

/** Whether I take calls, and where they ring. */
export function PhoneSettings({ duty, why }: { duty: Duty; why: string | undefined }) {
  const { station, error, retry } = duty
  if (station) return <Form station={station} unheard={duty.unheard} why={why} />
  if (error) return <ErrorState error={error} onRetry={retry} />
  return (
    <div className={c.settings}>
      <Skeleton height={28} />
      <Skeleton height={80} />
    </div>
  )
}

function Form({ station, unheard, why }: { station: Station; unheard: boolean; why: string | undefined }) {
  const change = useStationChange()
  const [silent, setSilent] = usePreference(SILENT, false)
  const nowhere = station.presence === 'available' && !station.in_browser && station.phone === undefined
  return (
    <div className={c.settings}>
      {why && (
        <p className={c.why} role="alert">
          {sentence(why)}
        </p>
      )}
      {unheard && (
        <p className={c.why} role="alert">
          The server does not hear this browser, so it is not rung. It keeps trying.
        </p>
      )}
      <SegmentedControl
        fullWidth
        aria-label="Whether I take calls"
        data={CHOICES}
        value={station.presence}
        onChange={(presence) => change.mutate(presencePatch(station, presence as Presence))}
      />
      <Switch
        label="My browser rings"
        description={station.provider ? 'While this page is open' : 'Needs a telephone company'}
        checked={station.in_browser}
        onChange={(event) => change.mutate({ in_browser: event.currentTarget.checked })}
      />
      <OwnNumber key={station.phone ?? ''} phone={station.phone} focus={why !== undefined} />
      {nowhere && <p className={c.why}>You are available, but nothing rings.</p>}
      <Switch
        label="Ring aloud"
        description="Without it, calls are only shown"
        checked={!silent}
        onChange={(event) => setSilent(!event.currentTarget.checked)}
      />
      {station.provider && <AudioChoices provider={station.provider} />}
      <p className={c.foot}>
        <span className="dim desktop-only">
          <Kbd keys="h a" /> available, <Kbd keys="h w" /> away
        </span>
        <span className="grow" />
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconSettings size={14} />}
          renderRoot={(props) => (
            <Link to="/settings/$section" params={{ section: 'telephony' }} {...props} />
          )}
          onClick={() => phone.closeSettings()}
        >
          Lines
        </Button>
      </p>
    </div>
  )
}

/** My own telephone, rung besides or instead of the browser. */
function OwnNumber({ phone: kept, focus }: { phone: string | undefined; focus: boolean }) {
  const change = useStationChange()
  const [text, setText] = useState(formatPhone(kept))
  const trimmed = text.trim()
  const changed = trimmed !== formatPhone(kept)
  const wrong = isApiError(change.error) ? change.error.field('phone') : undefined
  return (
    <form
      className={c.own}
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ phone: trimmed === '' ? null : trimmed })
      }}
    >
      <TextInput
        label="My own telephone number"
        description="Rings too; you press 1 to take the call"
        placeholder="(404) 555-0123"
        type="tel"
        maxLength={40}
        value={text}
        error={wrong}
        {...(focus ? { 'data-autofocus': true } : {})}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {changed && (
        <Button type="submit" loading={change.isPending}>
          Save
        </Button>
      )}
    </form>
  )
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`
}
