import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, pauseCallers, signIn } from './desk'

const PATH = '/settings/compliance'
const REPORT = '**/api/compliance/report?*'

test.beforeEach(({ request, baseURL }) => pauseCallers(request, baseURL))

/** The row of one figure: its name, its number, and what it means. */
const figure = (page: Page, name: string) =>
  page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })
const kinds = (page: Page) => page.getByRole('radiogroup', { name: 'Report' })

test('what is written down is counted at once, and leads to where one acts on it', async ({ page }) => {
  await signIn(page, 'admin', '/settings/do-not-contact')
  const headers = { origin: new URL(page.url()).origin }
  const number = `+180355501${String(Date.now() % 100).padStart(2, '0')}`
  const customer = await page.request.post('/api/customers', {
    data: { name: 'Counted Carla', phones: [{ number, primary: true }] },
    headers,
  })
  const { id } = await customer.json()
  const words = 'Leave me alone.'
  const said = { customer_id: id, change: 'revoked', via: 'text', words }
  expect((await page.request.post('/api/consent', { data: said, headers })).ok()).toBe(true)
  const marked = await page.request.post(`/api/contacts/${id}/dnc`, {
    data: { reason: 'asked', channel: 'call', words },
    headers,
  })
  expect(marked.ok(), await marked.text()).toBe(true)

  await page.goto(`${PATH}?period=today`)
  await expect(figure(page, 'Marks set')).toBeVisible()
  const { dnc } = await (await page.request.get('/api/compliance/report?type=dnc')).json()
  expect(dnc.standing).toBeGreaterThan(0)
  await expect(figure(page, 'Marks set')).toContainText('the customer asked')
  await expect(figure(page, 'Consent withdrawn')).toContainText('by text')
  const standing = figure(page, 'Marks on the list')
  await expect(standing.getByRole('definition').first()).toHaveText(dnc.standing.toLocaleString('en-US'))
  await standing.getByRole('link', { name: 'Open the do-not-contact list' }).press('Enter')
  await page.waitForURL((url) => url.pathname === '/settings/do-not-contact')
  await expect(page.getByRole('link', { name: 'Counted Carla' }).first()).toBeVisible()
})

test('the kind and the days stay in the address, by keyboard too', async ({ page }) => {
  await signIn(page, 'dana', PATH)
  await expect(figure(page, 'Marks on the list')).toBeVisible()
  await kinds(page).getByRole('radio', { name: 'Do not contact' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL((url) => url.searchParams.get('type') === 'recording')
  await page.getByRole('radiogroup', { name: 'Period' }).getByText('90 days').click()
  await page.waitForURL((url) => url.searchParams.get('period') === '90d')
  await expect(figure(page, 'Conversations')).toBeVisible()
  await page.reload()
  await expect(kinds(page).getByRole('radio', { name: 'Recording' })).toBeChecked()
  await expect(figure(page, 'Agreed to be recorded')).toContainText('% of conversations')
  await expect(page.getByRole('table', { name: 'Announcements now' })).toContainText('Recorded, announced')

  await kinds(page).getByText('Text senders').click()
  await expect(page.getByRole('table', { name: 'Registration now' })).toContainText('May text')
  await expect(page.getByRole('radiogroup', { name: 'Period' })).toBeHidden()
  await kinds(page).getByText('Do not contact').click()
  await page.waitForURL((url) => !url.searchParams.has('type') && url.searchParams.get('period') === '90d')
})

test('recorded calls are listed behind their number', async ({ page }) => {
  await signIn(page, 'dana', `${PATH}?type=recording&period=90d`)
  await page.getByRole('link', { name: 'Open the recorded calls' }).click()
  await page.waitForURL(
    (url) => url.pathname === '/calls' && url.searchParams.get('has_recording') === 'true',
  )
})

test('days on which nothing happened say so, and the list still stands', async ({ page }) => {
  await signIn(page, 'dana', `${PATH}?from=2020-01-01T05:00:00Z&to=2020-02-01T05:00:00Z`)
  await expect(page.getByText('Nothing was written down in these days')).toBeVisible()
  await expect(figure(page, 'Marks on the list')).toBeVisible()
  await expectAccessible(page)
  await kinds(page).getByText('Recording').click()
  await expect(page.getByText('No conversations in these days')).toBeVisible()
})

test('a report that does not come is asked for again', async ({ page }) => {
  let broken = true
  await page.route(REPORT, (route) =>
    broken
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          json: { title: 'Service Unavailable', status: 503, detail: 'The store does not answer.' },
        })
      : route.fallback(),
  )
  await signIn(page, 'dana', PATH)
  const alert = page.getByRole('alert').filter({ hasText: 'The store does not answer.' })
  await expect(alert).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  broken = false
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(figure(page, 'Marks on the list')).toBeVisible()
})

test('the report alone goes on paper', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '')
  })
  await signIn(page, 'dana', `${PATH}?type=recording&period=90d`)
  await expect(figure(page, 'Conversations')).toBeVisible()
  await page.getByRole('button', { name: 'Print' }).press('Enter')
  await expect(page.locator('html[data-printed]')).toBeAttached()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('navigation', { name: 'Settings' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
  await expect(page.getByRole('radiogroup', { name: 'Report' })).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Compliance' })).toBeVisible()
  await expect(figure(page, 'Recorded without a yes')).toBeVisible()
  await expect(figure(page, 'Recorded').first()).toHaveCSS('color', 'rgb(0, 0, 0)')
})

test('a viewer is refused', async ({ page }) => {
  await signIn(page, 'vera', '/settings/business-hours')
  await expect(page.getByRole('link', { name: 'Do not contact' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Compliance' })).toHaveCount(0)
  await page.goto(PATH)
  await expect(page.getByText('Your role may not see compliance')).toBeVisible()
  expect((await page.request.get('/api/compliance/report?type=dnc')).status()).toBe(403)
  await expectAccessible(page)
})

for (const scheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    test(`reports are accessible at ${width}, ${scheme}`, async ({ page }) => {
      test.setTimeout(180_000)
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height })
      await signIn(page, 'admin', `${PATH}?period=90d`)
      await page.mouse.move(0, 0)
      for (const [kind, shown] of [
        ['Do not contact', figure(page, 'Marks on the list')],
        ['Recording', figure(page, 'Conversations')],
        ['Text senders', page.getByRole('table', { name: 'Registration now' })],
      ] as const) {
        await kinds(page).getByText(kind).click()
        await expect(shown).toBeVisible()
        await expectAccessible(page)
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow).toBe(0)
      }
    })
  }
}
