import { type APIRequestContext, expect, test } from '@playwright/test'
import { expectAccessible, pauseCallers, signIn } from './desk'

let headers: Record<string, string> = {}

/** A number that nobody has. */
function fictional(area: string): string {
  return `+1${area}55501${String(Date.now() % 100).padStart(2, '0')}`
}

test.beforeAll(async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext({ baseURL: baseURL ?? '' })
  await pauseCallers(request, baseURL)
  await request.dispose()
})

test.beforeEach(({ baseURL }) => {
  headers = { origin: new URL(baseURL ?? '').origin }
})

/** A customer of this test alone. */
async function newCustomer(request: APIRequestContext, name: string, number: string) {
  const data = { email: 'owner@demo.callboard.local', password: 'callboard-demo' }
  expect((await request.post('/api/auth/sign-in', { data, headers })).ok()).toBe(true)
  const body = { name, phones: [{ number, primary: true }] }
  const made = await request.post('/api/customers', { data: body, headers })
  expect(made.ok()).toBe(true)
  return (await made.json()) as { id: string }
}

test('a customer is marked, calls are blocked, and an owner lifts it with words', async ({ page }) => {
  const number = fictional('864')
  const name = `Quiet Quentin ${Date.now() % 1_000_000}`
  const { id } = await newCustomer(page.request, name, number)
  await page.request.post('/api/auth/sign-out', { headers })
  await signIn(page, 'dana', `/customers/${id}`)
  const panel = page.getByRole('region', { name: 'Contact and consent' })
  await panel.getByRole('button', { name: 'Do not contact' }).click()
  const dialog = page.getByRole('dialog', { name: 'Do not contact' })
  await dialog.getByLabel('In which words').fill('Take me off your list for good.')
  await dialog.getByRole('button', { name: 'Mark do not contact' }).click()
  await expect(panel.getByText('“Take me off your list for good.”')).toBeVisible()
  await expect(panel.getByText('Contact has requested Do Not Contact').first()).toBeVisible()
  await expect(panel.getByText('Only an owner may lift it.')).toBeVisible()
  await expectAccessible(page)

  await signIn(page, 'owner', `/settings/do-not-contact`)
  await page.getByRole('textbox', { name: 'Search' }).fill(name)
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: 'Lift' }).click()
  const lift = page.getByRole('dialog', { name: 'Lift do not contact' })
  await expect(lift.getByRole('button', { name: 'Lift the mark' })).toBeDisabled()
  await lift.getByLabel(/The new request/).fill('Please call me about the boiler.')
  await lift.getByRole('button', { name: 'Lift the mark' }).click()
  await expect(page.getByText('Nobody on the list is like that')).toBeVisible()
  await page.getByLabel('Lifted as well').check()
  await expect(row.getByText('“Please call me about the boiler.”')).toBeVisible()
  await expectAccessible(page)
})

test('what sounds like a revocation waits for a person', async ({ page }) => {
  const number = fictional('803')
  const { id } = await newCustomer(page.request, 'Unsure Ursula', number)
  const said = { customer_id: id, change: 'revocation_proposed', words: 'enough of this', via: 'text' }
  expect((await page.request.post('/api/consent', { data: said, headers })).ok()).toBe(true)
  await signIn(page, 'dana', `/customers/${id}`)
  const panel = page.getByRole('region', { name: 'Contact and consent' })
  await expect(panel.getByText('Does this mean stop?')).toBeVisible({ timeout: 20_000 })
  await panel.getByRole('button', { name: 'No, something else' }).click()
  await expect(panel.getByText('Does this mean stop?')).toBeHidden()
  await panel.getByRole('button', { name: 'Show the ledger' }).click()
  await expect(panel.getByRole('list', { name: 'Ledger of consent' })).toContainText('Was no withdrawal')
})

test('a number is blocked, unblocked and blocked again', async ({ page }) => {
  const digits = fictional('839').slice(-4)
  await signIn(page, 'admin', '/settings/blocked-numbers')
  await page.getByRole('textbox', { name: 'Number' }).fill(`(839) 555-${digits}`)
  await page.getByRole('textbox', { name: 'Why' }).fill('Robocalls')
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  const row = page.getByRole('row', { name: new RegExp(`555.${digits}`) })
  await row.getByRole('button', { name: 'Unblock' }).click()
  await expect(row).toBeHidden()
  await page
    .getByRole('alert')
    .filter({ hasText: 'is blocked no longer' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(row).toBeVisible()
  await expectAccessible(page)
})
