import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toast } from '@/ui/toast'
import { DoorLayout } from './DoorLayout'
import c from './door.module.css'

const route = getRouteApi('/reset')

/** The least length that the server accepts too. */
const LEAST_LENGTH = 10

/** Where a link made by an owner leads: choose a new password. */
export function ResetPage() {
  const { token } = route.useSearch()
  const link = useQuery({
    queryKey: ['reset', token],
    queryFn: () => dataOf(api.GET('/auth/reset/{token}', { params: { path: { token: token ?? '' } } })),
    enabled: token !== undefined,
    retry: false,
  })
  if (token === undefined || isApiError(link.error, 404)) {
    return (
      <DoorLayout title="This link does not work" lead="It was used already, or it is too old.">
        <p className={c.hint}>Ask an owner of your workspace for a new one.</p>
      </DoorLayout>
    )
  }
  return (
    <DoorLayout title="New password" lead={link.data ? `for ${link.data.email_hint}` : 'for your account'}>
      {link.isPending && <SkeletonRows rows={3} />}
      {link.isError && <ErrorState error={link.error} onRetry={() => void link.refetch()} />}
      {link.data && <NewPassword token={token} />}
    </DoorLayout>
  )
}

function NewPassword({ token }: { token: string }) {
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: {
      password: (value) => (value.length >= LEAST_LENGTH ? null : `At least ${LEAST_LENGTH} characters`),
      again: (value, values) => (value === values.password ? null : 'The two are not the same'),
    },
  })
  const reset = useMutation({
    mutationFn: (password: string) => api.POST('/auth/reset', { body: { token, new_password: password } }),
    onSuccess: () => {
      toast('Your password is set. Sign in with it.')
      void navigate({ to: '/sign-in' })
    },
  })
  return (
    <form className={c.form} onSubmit={form.onSubmit(({ password }) => reset.mutate(password))} noValidate>
      {reset.isError && (
        <p className={c.alert} role="alert">
          {messageOf(reset.error)}
        </p>
      )}
      <PasswordInput
        label="New password"
        description={`At least ${LEAST_LENGTH} characters`}
        autoComplete="new-password"
        size="md"
        {...form.getInputProps('password')}
      />
      <PasswordInput
        label="Once more"
        autoComplete="new-password"
        size="md"
        {...form.getInputProps('again')}
      />
      <Button type="submit" size="md" fullWidth loading={reset.isPending}>
        Set password
      </Button>
    </form>
  )
}
