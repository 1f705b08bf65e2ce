import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

const PATH = '/settings/telephony'

const telephony = (page: Page) => page.getByRole('region', { name: 'Telephony', exact: true })
const check = (page: Page) => page.getByRole('button', { name: 'Check the connection' })
const found = (page: Page) => page.getByRole('list', { name: 'What was found' })

test('the check runs against the pretend company, by keyboard, and shows what it found', async ({ page }) => {
  await signIn(page, 'admin', PATH)
  await expect(page.getByText('Not checked yet.')).toBeVisible()
  await check(page).press('Enter')
  await expect(found(page).getByRole('listitem')).toHaveText(/In order.*The pretend company needs no check\./)
  await expect(telephony(page).getByText('Everything is in order.')).toBeVisible()
  await expect(check(page)).toBeFocused()
  await expectAccessible(page)
})

test('findings say how bad it is, of which number, and what to do', async ({ page }) => {
  await page.route('**/api/telephony/check', (route) =>
    route.fulfill({
      json: {
        findings: [
          { looked: 'account', health: 'fine', text: 'The account is active.' },
          {
            looked: 'texting',
            health: 'warning',
            number: '+14045550190',
            text: 'Its registration for texting is being looked at.',
            advice: 'Texts go out from it once the telephone company has approved it.',
          },
          {
            looked: 'number',
            health: 'failure',
            number: '+16785550191',
            text: 'Its calls go to another address.',
            advice: 'Enter the address for calls of this page at the number.',
          },
        ],
      },
    }),
  )
  await signIn(page, 'admin', PATH)
  await check(page).click()
  await expect(telephony(page).getByText('One thing does not work.')).toBeVisible()
  const items = found(page).getByRole('listitem')
  await expect(items).toHaveCount(3)
  await expect(items.nth(1)).toContainText('Look at this+1 (404) 555-0190')
  await expect(items.nth(2)).toContainText('Does not work+1 (678) 555-0191')
  await expect(items.nth(2)).toContainText('Enter the address for calls')
  await page.mouse.move(0, 0)
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
})

test('a check that fails says why and is tried again', async ({ page }) => {
  let fails = true
  await page.route('**/api/telephony/check', (route) =>
    fails
      ? route.fulfill({
          status: 502,
          contentType: 'application/problem+json',
          json: {
            type: 'about:blank',
            title: 'Bad Gateway',
            status: 502,
            detail: 'The telephone company did not answer.',
          },
        })
      : route.fallback(),
  )
  await signIn(page, 'admin', PATH)
  await check(page).click()
  await expect(telephony(page).getByText('The telephone company did not answer.')).toBeVisible()
  await expectAccessible(page)
  fails = false
  await telephony(page).getByRole('button', { name: /again/i }).click()
  await expect(found(page).getByText('In order')).toBeVisible()
})

test('a new company is led from nothing to a desk that rings', async ({ page }) => {
  await page.route('**/api/phone', async (route) => {
    const { provider: _, ...station } = await (await route.fetch()).json()
    await route.fulfill({ json: station })
  })
  await page.route('**/api/settings/lines', (route) => route.fulfill({ json: { lines: [] } }))
  await signIn(page, 'admin', PATH)
  await expect(telephony(page).getByRole('heading', { name: 'First steps' })).toBeVisible()
  await expect(telephony(page).getByRole('list').first().getByRole('listitem')).toHaveCount(4)
  await expectAccessible(page)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('whoever may not change telephony is told so and checks nothing', async ({ page }) => {
  await signIn(page, 'dana', PATH)
  await expect(page.getByText('Only admins change telephony.')).toBeVisible()
  await expect(telephony(page).getByRole('heading', { name: 'First steps' })).toBeHidden()
  await expect(check(page)).toHaveCount(0)
})
