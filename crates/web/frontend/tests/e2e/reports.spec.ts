import { expect, type Page, test } from '@playwright/test'
import { callRows, expectAccessible, pauseCallers, signIn } from './desk'

test.beforeEach(({ request, baseURL }) => pauseCallers(request, baseURL))

const glance = (page: Page) => page.getByRole('region', { name: 'At a glance' })
const numberOf = (text: string) => Number(text.replace(/\D/g, ''))

test('a number leads to as many calls as it says', async ({ page }) => {
  await signIn(page, 'dana', '/reports?period=90d')
  const missed = glance(page).getByText('Missed', { exact: true }).locator('..').getByRole('link').first()
  const said = numberOf(await missed.innerText())
  expect(said).toBeGreaterThan(0)
  await missed.click()
  await page.waitForURL((url) => url.pathname === '/calls')
  await expect(page.getByRole('status').filter({ hasText: /^[\d,]+ calls?$/ })).toHaveText(
    new RegExp(`^${said.toLocaleString('en-US')} call`),
  )
  await expect(page.getByRole('group', { name: 'Filters in use' })).toContainText('Missed')
})

test('a chart is a table, too, and stays one after a reload', async ({ page }) => {
  await signIn(page, 'dana', '/reports?period=30d')
  const days = page.getByRole('region', { name: 'Calls by day', exact: true })
  await expect(days.getByRole('img', { name: /answered, .* missed/ })).toBeVisible()
  await days.getByText('Table', { exact: true }).click()
  await expect(days.getByRole('columnheader', { name: 'Answered', exact: true })).toBeVisible()
  expect(new URL(page.url()).searchParams.getAll('table')).toEqual(['days'])
  await page.reload()
  await expect(days.getByRole('columnheader', { name: 'Answered', exact: true })).toBeVisible()
})

test('promises lead to follow-ups that stand behind the number', async ({ page }) => {
  await signIn(page, 'dana', '/reports?period=90d&table=sla')
  const sla = page.getByRole('region', { name: 'Promises kept in time', exact: true })
  const due = sla.getByRole('row', { name: /^All / }).getByRole('link').first()
  const said = numberOf(await due.innerText())
  await due.click()
  await page.waitForURL((url) => url.pathname === '/follow-ups')
  await expect(page.getByText(new RegExp(`^${said.toLocaleString('en-US')} follow-up`))).toBeVisible()
})

test('the period stays in the address and the keyboard reaches the page', async ({ page }) => {
  await signIn(page)
  // A page that is still busy would hear the second key too late.
  await expect(callRows(page).first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.waitForURL((url) => url.pathname === '/reports')
  await page.getByRole('radiogroup', { name: 'Period' }).getByText('7 days').click()
  await page.waitForURL((url) => url.searchParams.get('period') === '7d')
})

for (const scheme of ['light', 'dark'] as const) {
  test(`reports are accessible, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await signIn(page, 'dana', '/reports?period=90d&table=heat&table=sla')
    await expect(page.getByRole('region', { name: 'Agents', exact: true })).toBeVisible()
    await expect(page.getByRole('img', { name: /answered/ })).toBeVisible()
    await expectAccessible(page)
  })
}

test('the wallboard has large numbers, names no caller and greys out without a server', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto('/sign-in?next=/wallboard')
  await page.getByLabel('E-mail').fill('dana@demo.callboard.local')
  await page.getByLabel('Password', { exact: true }).fill('callboard-demo')
  await page.getByRole('button', { name: 'Sign in' }).click()
  const waiting = page.getByRole('group', { name: /^Waiting now/ })
  await expect(waiting).toBeVisible()
  const size = await waiting
    .locator('span')
    .nth(1)
    .evaluate((span) => parseFloat(getComputedStyle(span).fontSize))
  expect(size).toBeGreaterThanOrEqual(32)
  await expect(page.getByRole('group', { name: /./ })).toHaveCount(11)
  // Whole board on one screen, without scrolling.
  const fits = await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)
  expect(fits).toBe(true)
  await expectAccessible(page)
  await page.route('**/api/wallboard', (route) => route.abort())
  await expect(page.getByRole('alert').filter({ hasText: 'Old numbers' })).toBeVisible({ timeout: 30_000 })
})

test('an admin sets when a tile turns red', async ({ page }) => {
  await signIn(page, 'admin', '/settings/wallboard')
  const missed = page.getByRole('textbox', { name: 'Missed today' })
  const before = (await missed.inputValue()).replace(/\D/g, '')
  await missed.fill(String(Number(before) + 1))
  await page.getByRole('button', { name: 'Save wallboard' }).click()
  await expect(page.getByText(/^Wallboard saved/)).toBeVisible()
  await expectAccessible(page)
})
