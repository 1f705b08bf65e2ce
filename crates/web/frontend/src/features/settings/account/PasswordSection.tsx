import { Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import { toast } from '@/ui/toast'
import { UnsavedGuard } from '@/ui/UnsavedGuard'
import { SectionFrame, SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'

/** A new password for oneself; all other browsers are signed out. */
export default function PasswordSection() {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const change = useMutation({
    mutationFn: () => api.POST('/auth/password', { body: { current_password: current, new_password: next } }),
    onSuccess: () => {
      toast('Your password is changed, and other browsers are signed out')
      setCurrent('')
      setNext('')
      setAgain('')
    },
  })
  const errorOf = (path: string) => (isApiError(change.error) ? change.error.field(path) : undefined)
  const differs = again !== '' && again !== next
  const ready = current !== '' && next !== '' && again === next
  return (
    <SectionFrame title="Password" text="Changing it signs you out in every other browser.">
      <UnsavedGuard dirty={(current !== '' || next !== '') && !change.isPending} />
      <SettingsCard>
        <form
          style={{ display: 'grid', gap: 14, maxWidth: 360 }}
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) change.mutate()
          }}
        >
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            value={current}
            error={errorOf('current_password')}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            value={next}
            error={errorOf('new_password')}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password again"
            autoComplete="new-password"
            value={again}
            error={differs ? 'It is not the same' : undefined}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          {change.error && !errorOf('current_password') && !errorOf('new_password') && (
            <p className={c.error} role="alert">
              {messageOf(change.error)}
            </p>
          )}
          <Button type="submit" disabled={!ready} loading={change.isPending} style={{ justifySelf: 'start' }}>
            Change password
          </Button>
        </form>
      </SettingsCard>
    </SectionFrame>
  )
}
