import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { callRows, expectAccessible, expectLive, openRow, pauseCallers, signIn } from './desk'

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
  test.setTimeout(180_000)
  await signIn(page, 'miguel', '/follow-ups')
  await expectLive(page)
  await goAvailable(page)
  await letCall(request, baseURL, true)
  const ringing = dock(page).getByRole('article', { name: /^Incoming call/ })
  await expect(ringing).toBeVisible({ timeout: 60_000 })
  await expect(page).toHaveTitle(/^Incoming call/)
  await expect(dock(page).getByRole('alert')).toHaveText(/^Incoming call/)

  // Somebody may give up just then; the next one rings at once.
  const hangUp = dock(page).getByRole('button', { name: 'Hang up' })
  await expect(async () => {
    await ringing.getByRole('button', { name: 'Answer' }).click({ timeout: 3000 })
    await expect(dock(page).getByText('On call')).toBeVisible({ timeout: 8000 })
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
  await signIn(page, 'miguel', '/calls?status=completed&direction=in')
  await expect(callRows(page).first()).toBeVisible()
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  const call = drawer.getByRole('button', { name: /^Call back/ })
  // Who may not be called is another matter; one of the first may, at night with a reason.
  const begun = dock(page).getByRole('article', { name: /^Call:/ })
  const going = begun.getByText(/Dialing|Ringing|On call/)
  const refused = drawer.locator('[aria-disabled="true"]', { hasText: 'Call back' })
  for (let at = 0; at < 6; at += 1) {
    const asked = page.waitForResponse((answer) => answer.url().includes('/contact-permission'))
    await openRow(callRows(page).nth(at))
    await asked
    await expect(call).toBeVisible()
    if (await refused.isVisible()) continue
    await call.click()
    await sayWhyNow(page)
    await expect(going.or(refused).first()).toBeVisible()
    if (await going.isVisible()) break
  }
  await expect(going).toBeVisible()
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
  await signIn(page, 'dana', '/calls?status=completed&direction=in')
  await expect(callRows(page).first()).toBeVisible()
  await openRow(callRows(page).first())
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  const call = drawer.getByRole('button', { name: 'Call back', exact: true })
  await call.click()
  await expect(call).toHaveAttribute('aria-disabled', 'true')
  await call.hover()
  await expect(page.getByRole('tooltip', { name: 'It is after 9 PM where they live.' })).toBeVisible()
})

test('lines: one is added, changed and removed', async ({ page }) => {
  await signIn(page, 'admin', '/settings/telephony')
  const section = page.getByRole('region', { name: 'Telephony' })
  await expect(section.getByText('The pretend company of the demo')).toBeVisible()
  const suffix = String(Date.now() % 100).padStart(2, '0')
  await section.getByRole('button', { name: 'Add a line' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a line' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Night line')
  await dialog.getByRole('textbox', { name: 'Number' }).fill('12')
  await dialog.getByRole('button', { name: 'Add the line' }).click()
  await expect(dialog.getByText('Is no telephone number that can be dialled.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Number' }).fill(`(404) 555-01${suffix}`)
  await dialog.getByRole('button', { name: 'Add the line' }).click()

  const editor = page.getByRole('region', { name: 'Night line' })
  await expect(editor.getByRole('textbox', { name: 'Announcement' })).toHaveValue(/recorded/)
  await editor.getByRole('switch', { name: 'Calls are recorded' }).click()
  await expect(editor.getByRole('textbox', { name: 'Announcement' })).toBeHidden()
  await page.getByRole('button', { name: 'Save line' }).click()
  await expect(page.getByText('Line saved. The next caller hears it.')).toBeVisible()
  await expectAccessible(page)
  await editor.getByRole('button', { name: 'All lines' }).click()

  const line = section.getByRole('row').filter({ hasText: 'Night line' })
  await expect(line.getByText('Not recorded')).toBeVisible()
  await line.getByRole('button', { name: 'Remove Night line' }).click()
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
