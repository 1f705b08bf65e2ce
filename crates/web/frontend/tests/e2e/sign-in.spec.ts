import { expect, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

test('a stranger is sent to the door and back to where he wanted to go', async ({ page }) => {
  await page.goto('/calls?status=missed')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('E-mail').fill('dana@demo.callboard.local')
  await page.getByLabel('Password', { exact: true }).fill('callboard-demo')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/calls\?status=missed$/)
  await expect(page.getByRole('heading', { name: 'Calls' })).toBeVisible()
})

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill('vera@demo.callboard.local')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('That e-mail and password do not fit.')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('empty fields are named before anything is sent', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Enter your e-mail address')).toBeVisible()
  await expect(page.getByText('Enter your password')).toBeVisible()
})

test('signing out closes the desk', async ({ page }) => {
  await signIn(page)
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto('/calls')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a reset link that does not exist says so', async ({ page }) => {
  await page.goto('/reset?token=no-such-token')
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
})

test('a server that stumbles is asked again', async ({ page }) => {
  await signIn(page)
  await page.route('**/api/auth/me', (route) => route.fulfill({ status: 502, body: '<html>' }))
  await page.reload()
  await expect(page.getByText('The server had a problem')).toBeVisible()
  await page.unroute('**/api/auth/me')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Calls' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the door is accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto('/sign-in')
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await expectAccessible(page)
  })
}
