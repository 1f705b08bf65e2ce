import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isApiError, messageOf } from '@/api/problem'
import { DoorLayout } from './DoorLayout'
import c from './door.module.css'

const route = getRouteApi('/sign-in')

interface Choice {
  id: string
  name: string
}

/** E-mail and password; a second question only for people who work in several workspaces. */
export function SignInPage() {
  const { next } = route.useSearch()
  const router = useRouter()
  const client = useQueryClient()
  const [choices, setChoices] = useState<Choice[]>([])
  const form = useForm({
    initialValues: { email: '', password: '', workspace: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : 'Enter your e-mail address'),
      password: (value) => (value ? null : 'Enter your password'),
    },
  })
  const signIn = useMutation({
    mutationFn: ({ email, password, workspace }: typeof form.values) =>
      dataOf(
        api.POST('/auth/sign-in', {
          body: { email: email.trim(), password, ...(workspace ? { workspace_id: workspace } : {}) },
        }),
      ),
    onSuccess: async (me) => {
      client.clear()
      client.setQueryData(keys.me, me)
      router.history.push(next ?? '/calls')
    },
    onError: (error) => setChoices(choicesOf(error)),
  })
  return (
    <DoorLayout title="Sign in" lead="to your call desk">
      <form className={c.form} onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
        {signIn.isError && (
          <p className={c.alert} role="alert">
            {explain(signIn.error)}
          </p>
        )}
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          size="md"
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          size="md"
          {...form.getInputProps('password')}
        />
        {choices.length > 0 && (
          <Select
            label="Workspace"
            size="md"
            data={choices.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('workspace')}
          />
        )}
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <p className={c.hint}>
        Forgot your password? An owner of your workspace can make a reset link for you.
      </p>
    </DoorLayout>
  )
}

/** The workspaces to choose from, which the server lists when the password fits several. */
function choicesOf(error: unknown): Choice[] {
  if (!isApiError(error, 409)) return []
  const { workspaces } = error.problem
  return Array.isArray(workspaces) ? (workspaces as Choice[]) : []
}

function explain(error: unknown): string {
  if (isApiError(error, 401)) return 'That e-mail and password do not fit.'
  if (isApiError(error, 429)) return 'Too many attempts. Please wait a minute and try again.'
  if (isApiError(error, 409)) return 'You belong to several workspaces. Choose one below.'
  return messageOf(error)
}
