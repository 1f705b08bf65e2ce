import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { callRows, expectAccessible, expectLive, logCall, openRow, pauseCallers, signIn } from './desk'

const MANY = 60

async function letCall(request: APIRequestContext, baseURL: string | undefined, running: boolean) {
  const headers = { origin: new URL(baseURL ?? '').origin }
  const data = { email: 'owner@demo.callboard.local', password: 'callboard-demo' }
  expect((await request.post('/api/auth/sign-in', { data, headers })).ok()).toBe(true)
  const wanted = { running, calls_per_minute: MANY, storm: false }
  expect((await request.put('/api/simulator', { data: wanted, headers })).ok()).toBe(true)
}

const dock = (page: Page) => page.getByRole('region', { name: 'Telephone', exact: true })

async function goAvailable(page: Page) {
  await dock(page)
    .getByRole('button', { name: /^Telephone:/ })
    .click()
  const settings = page.getByRole('dialog', { name: /^Telephone/ })
  await settings.getByText('Available', { exact: true }).click()
  await expect(settings.getByRole('radio', { name: 'Available', exact: true })).toBeChecked()
  // A member without any telephone is rung in the browser; who has chosen otherwise before chooses anew.
  const browser = settings.getByRole('switch', { name: 'My browser rings' })
  if (!(await browser.isChecked())) await browser.click()
  await expect(browser).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(settings).toBeHidden()
  await expect(dock(page).getByRole('button', { name: 'Telephone: Available' })).toBeVisible()
}

/** Outside the courtesy hours a reason is asked for; the tests run at any hour. */
async function sayWhyNow(page: Page) {
  const why = page.getByRole('dialog', { name: 'Call back all the same' })
  const rung = dock(page).getByRole('article', { name: /^Call:/ })
  await expect(why.or(rung).first()).toBeVisible()
  if (!(await why.isVisible())) return
  await why.getByLabel('Why now all the same').fill('The pipe bursts now')
  await why.getByRole('button', { name: 'Call back all the same' }).click()
}

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))
test.afterAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

test('a ringing call is answered in the dock, hung up, and stands in the log as mine', async ({
  page,
  request,
  baseURL,
}) => {
  test.setTimeout(240_000)
  await signIn(page, 'miguel', '/follow-ups')
  await expectLive(page)
  await goAvailable(page)
  await letCall(request, baseURL, true)
  const ringing = dock(page).getByRole('article', { name: /^Incoming call/ })
  await expect(ringing).toBeVisible({ timeout: 60_000 })
  await expect(page).toHaveTitle(/^Incoming call/)
  await expect(dock(page).getByRole('alert')).toHaveText(/^Incoming call/)

  // Somebody may give up just then; the next one rings at once. An answer that is on its way is waited for.
  const hangUp = dock(page).getByRole('button', { name: 'Hang up' })
  const onCall = dock(page).getByText('On call')
  await expect(async () => {
    if (!(await onCall.isVisible()))
      await ringing.getByRole('button', { name: 'Answer' }).click({ timeout: 10_000 })
    await expect(onCall).toBeVisible({ timeout: 10_000 })
  }).toPass({ timeout: 90_000 })
  await letCall(request, baseURL, false)
  await expect(page).toHaveURL(/\/calls\/[0-9a-f-]{36}/)
  const id = /calls\/([0-9a-f-]{36})/.exec(page.url())?.[1]

  await dock(page).getByRole('button', { name: 'Mute', exact: true }).click()
  await expect(dock(page).getByRole('button', { name: 'Unmute' })).toHaveAttribute('aria-pressed', 'true')
  await dock(page).getByRole('button', { name: 'Keypad' }).click()
  await dock(page).getByRole('group', { name: 'Keypad' }).getByRole('button', { name: '5' }).click()
  await expect(dock(page).getByLabel('Keys pressed')).toHaveText('5')

  // The call survives a walk through the desk.
  await page.getByRole('link', { name: 'Customers' }).first().click()
  await expect(page).toHaveURL(/\/customers/)
  await dock(page).getByRole('button', { name: 'Make small' }).click()
  await dock(page)
    .getByRole('button', { name: /Make large/ })
    .click()
  await hangUp.click()
  await expect(dock(page).getByText(/^Talked/)).toBeVisible()
  await dock(page).getByRole('link', { name: 'Give the outcome' }).click()
  await expect(page).toHaveURL(new RegExp(`/calls/${id}`))

  await expect
    .poll(async () => {
      const { call } = await (await page.request.get(`/api/calls/${id}`)).json()
      return [call.status, call.agent?.name?.split(' ')[0]]
    })
    .toEqual(['completed', 'Miguel'])
})

test('a call is placed from the drawer and goes on until it ends', async ({ page }) => {
  test.setTimeout(180_000)
  await signIn(page, 'miguel', '/follow-ups')
  // Of somebody who may be called, at night with a reason; who may not is another matter.
  const from = `+121255501${60 + (Date.now() % 40)}`
  const started_at = new Date(Date.now() - 60_000).toISOString()
  const id = await logCall(page.request, page.url(), { from, answered: true, duration_s: 30, started_at })
  await page.goto(`/calls?status=completed&direction=in&call=${id}`)
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  const call = drawer.getByRole('button', { name: /^Call back/ })
  const begun = dock(page).getByRole('article', { name: /^Call:/ })
  // Until the server has answered, nobody may be called.
  await expect(call).toBeEnabled()
  await call.click()
  await sayWhyNow(page)
  await expect(begun.getByText(/Dialing|Ringing|On call/)).toBeVisible()
  await expect(begun.getByText('On call').or(begun.getByText('Nobody answered'))).toBeVisible({
    timeout: 60_000,
  })
  const hangUp = begun.getByRole('button', { name: 'Hang up' })
  if (await hangUp.isVisible()) await hangUp.click()
  await expect(begun.getByText(/^Talked|^Nobody answered/)).toBeVisible()
  await begun.getByRole('button', { name: 'Close' }).click()
  await expect(begun).toBeHidden()
})

test('who may not be called, the server says, and the button keeps it', async ({ page }) => {
  await page.route('**/api/calls/*/click-to-call', (route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      json: {
        type: 'about:blank',
        title: 'Unprocessable Content',
        status: 422,
        code: 'contact_refused',
        detail: 'It is after 9 PM where they live.',
        errors: [],
      },
    }),
  )
  // Asked beforehand it was allowed still, whatever the hour of the test.
  await page.route('**/api/calls/*/contact-permission*', async (route) => {
    const answer = await (await route.fetch()).json()
    const allowed = { allowed: true, refusals: [] }
    const { call, text } = answer
    await route.fulfill({ json: { ...answer, call: { ...call, ...allowed }, text: { ...text, ...allowed } } })
  })
  // The oldest call: nothing changes it any more, and a refusal holds as long.
  await signIn(page, 'dana', '/calls?status=completed&direction=in&sort=time')
  await expect(callRows(page).first()).toBeVisible()
  await openRow(callRows(page).first())
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  const call = drawer.getByRole('button', { name: 'Call back', exact: true })
  await call.click()
  await expect(call).toHaveAttribute('aria-disabled', 'true')
  await call.hover()
  await expect(page.getByRole('tooltip', { name: 'It is after 9 PM where they live.' })).toBeVisible()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('lines: one is added, changed and removed', async ({ page }) => {
  await signIn(page, 'admin', '/settings/telephony')
  const section = page.getByRole('region', { name: 'Telephony' })
  await expect(section.getByText('The pretend company of the demo')).toBeVisible()
  const suffix = String(Date.now() % 100).padStart(2, '0')
  const name = `Night line ${Date.now() % 100_000}`
  await section.getByRole('button', { name: 'Add a line' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a line' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('textbox', { name: 'Number' }).fill('12')
  await dialog.getByRole('button', { name: 'Add the line' }).click()
  await expect(dialog.getByText('Is no telephone number that can be dialled.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Number' }).fill(`(917) 555-01${suffix}`)
  await dialog.getByRole('button', { name: 'Add the line' }).click()

  const editor = page.getByRole('region', { name })
  await expect(editor.getByRole('textbox', { name: 'Announcement' })).toHaveValue(/recorded/)
  await editor.getByRole('switch', { name: 'Calls are recorded' }).click()
  await expect(editor.getByRole('textbox', { name: 'Announcement' })).toBeHidden()
  await page.getByRole('button', { name: 'Save line' }).click()
  await expect(page.getByText('Line saved. The next caller hears it.')).toBeVisible()
  await expectAccessible(page)
  await editor.getByRole('button', { name: 'All lines' }).click()

  const line = section.getByRole('row').filter({ hasText: name })
  await expect(line.getByText('Not recorded')).toBeVisible()
  await line.getByRole('button', { name: `Remove ${name}` }).click()
  await page.getByRole('button', { name: 'Remove the line' }).click()
  await expect(line).toBeHidden()
})

test('the dock and its settings pass the checks, and a viewer has none', async ({ page }) => {
  await signIn(page, 'admin', '/customers')
  await expect(dock(page)).toBeVisible()
  await dock(page)
    .getByRole('button', { name: /^Telephone:/ })
    .click()
  await expect(page.getByRole('dialog', { name: /^Telephone/ })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/settings/telephony')
  await expect(page.getByRole('region', { name: 'Telephony' })).toBeVisible()
  await expectAccessible(page)

  await page.context().clearCookies()
  await signIn(page, 'vera', '/customers')
  await expect(page.getByRole('heading', { name: 'Customers' })).toBeVisible()
  await expect(dock(page)).toBeHidden()
})
