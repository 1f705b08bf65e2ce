import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectLive, pauseCallers, signIn } from './desk'

async function letCall(request: APIRequestContext, baseURL: string | undefined) {
  const headers = { origin: new URL(baseURL ?? '').origin }
  const data = { email: 'owner@demo.callboard.local', password: 'callboard-demo' }
  expect((await request.post('/api/auth/sign-in', { data, headers })).ok()).toBe(true)
  const wanted = { running: true, calls_per_minute: 60, storm: false }
  expect((await request.put('/api/simulator', { data: wanted, headers })).ok()).toBe(true)
}

const dock = (page: Page) => page.getByRole('region', { name: 'Telephone', exact: true })

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))
test.afterAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

test('what is said in a call that I answer appears while it is said', async ({ page, request, baseURL }) => {
  test.setTimeout(240_000)
  await signIn(page, 'miguel', '/follow-ups')
  await expectLive(page)
  const on = await page.request.patch('/api/phone', {
    data: { presence: 'available', in_browser: true },
    headers: { origin: new URL(baseURL ?? '').origin },
  })
  expect(on.ok(), await on.text()).toBe(true)
  await page.reload()
  await letCall(request, baseURL)
  const ringing = dock(page).getByRole('article', { name: /^Incoming call/ })
  await expect(ringing).toBeVisible({ timeout: 60_000 })
  // Somebody may give up just then; an answer that is on its way is waited for.
  const onCall = dock(page).getByText('On call')
  await expect(async () => {
    if (!(await onCall.isVisible()))
      await ringing.getByRole('button', { name: 'Answer' }).click({ timeout: 10_000 })
    await expect(onCall).toBeVisible({ timeout: 10_000 })
  }).toPass({ timeout: 90_000 })
  await pauseCallers(request, baseURL)
  await expect(page).toHaveURL(/\/calls\/[0-9a-f-]{36}/)

  await page.getByRole('tab', { name: 'Transcript' }).click()
  const mark = page.getByRole('status').filter({ hasText: 'Being written down as they talk.' })
  await expect(mark).toBeVisible({ timeout: 30_000 })
  const lines = page.getByRole('list', { name: 'Transcript' }).getByRole('listitem')
  await expect(lines.first()).toBeVisible({ timeout: 30_000 })
  const before = await lines.count()
  await expect.poll(() => lines.count(), { timeout: 30_000 }).toBeGreaterThan(before)
  await expectAccessible(page)

  // Who talks for half a minute only has hung up by now.
  const hangUp = dock(page).getByRole('button', { name: 'Hang up' })
  await hangUp.click({ timeout: 5_000 }).catch(() => undefined)
  await expect(page.getByText('Written down from the recording.')).toBeVisible({ timeout: 60_000 })
  await expect(mark).toBeHidden()
})
