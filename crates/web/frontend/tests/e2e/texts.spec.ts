import { expect, type Page, test } from '@playwright/test'
import { callRows, expectAccessible, logCall, pauseCallers, signIn } from './desk'

test.beforeEach(async ({ request, baseURL }) => pauseCallers(request, baseURL))

/** Noon of the day after tomorrow in the demo's zone: at no other time may everybody be texted. */
async function schedule(page: Page) {
  await page.getByRole('button', { name: 'Send later' }).click()
  await page.getByRole('textbox', { name: 'Send at' }).fill('tomorrow 12pm')
  await page.getByRole('button', { name: 'Schedule' }).click()
}

/** Somebody of whom the pretend town knows nothing, so that nobody has said STOP with this number. */
async function callByStranger(page: Page): Promise<void> {
  const started_at = new Date(Date.now() - 60_000).toISOString()
  const facts = { from: '+12125550150', answered: true, duration_s: 30, started_at }
  await logCall(page.request, page.url(), facts)
}

test('a caller is texted by a template, the text waits, and is taken back', async ({ page }) => {
  test.setTimeout(180_000)
  await signIn(page, 'dana', '/follow-ups')
  await callByStranger(page)
  // However many called since, this one is among the first.
  await page.goto('/calls?search=2125550150')
  const row = callRows(page).filter({ hasText: '(212) 555-0150' }).first()
  await row.hover()
  await row.getByRole('button', { name: 'Text', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: /^Text / })
  const field = dialog.getByRole('textbox', { name: 'Text', exact: true })
  await field.fill('/on_my')
  await expect(page.getByRole('list', { name: 'Templates' })).toContainText('On my way')
  await field.press('Enter')
  await expect(field).toHaveValue(/\{\{first_name\}\}/)
  await dialog.getByRole('textbox', { name: 'Time of the visit' }).fill(`at noon, ${Date.now()}`)
  await dialog.getByRole('textbox', { name: 'Time of the visit' }).press('Enter')
  await expect(dialog.getByText(/Dana from Ridgeline Home Services is on the way/)).toBeVisible()
  await expect(dialog.getByText(/characters, [12] segment/)).toBeVisible()
  await expectAccessible(page)
  await schedule(page)
  await expect(dialog).toBeHidden()

  await page.goto('/conversations?tab=all')
  const thread = page.getByRole('list', { name: 'Conversations' }).getByRole('button')
  await thread.filter({ hasText: '(212) 555-0150' }).click()
  const waiting = page.getByText(/Goes out tomorrow 12:00 PM/).last()
  await expect(waiting).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take back' }).last().click()
  await expect(page.getByText('Taken back', { exact: true }).last()).toBeVisible()
})

test('a text that waits for the telephone company says why, and is tried at once', async ({ page }) => {
  let tries = 0
  await page.route('**/api/messages/*/try', (route) => {
    tries += 1
    return route.fulfill({ status: 200, json: { message: {} } })
  })
  await page.route('**/api/conversations/*/messages*', async (route) => {
    if (route.request().method() !== 'GET') return route.continue()
    const answer = await (await route.fetch()).json()
    const [{ scheduled_for: _, ...first }, ...rest] = answer.data
    const failure = { cause: 'provider_unreachable', words: 'The telephone company could not be reached.' }
    const parked = { ...first, id: crypto.randomUUID(), direction: 'out', state: 'retry', failure }
    return route.fulfill({ json: { ...answer, data: [parked, ...rest] } })
  })
  await signIn(page, 'dana', '/conversations?tab=all')
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  const note = page.getByRole('note').filter({ hasText: 'could not be reached' })
  await expect(note).toContainText('It is tried again by itself for an hour.')
  await expectAccessible(page)
  await note.getByRole('button', { name: 'Try now' }).click()
  await expect(page.getByText('It is tried now')).toBeVisible()
  expect(tries).toBe(1)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

for (const width of [390, 1024]) {
  test(`the telephone does not lie on what sends a text, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 })
    await signIn(page, 'dana', '/conversations?tab=all')
    await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
    const send = page.getByRole('region', { name: 'Write a text' }).getByRole('button').last()
    await expect(send).toHaveText(/^Send/)
    const pill = page.locator('[data-phone-dock="pill"]')
    await expect(send).toBeVisible()
    await expect(pill).toBeVisible()
    const [ours, its] = [await send.boundingBox(), await pill.boundingBox()]
    expect((ours?.x ?? 0) + (ours?.width ?? 0)).toBeLessThanOrEqual(its?.x ?? 0)
  })
}

test('a conversation is settled and opened again', async ({ page }) => {
  await signIn(page, 'dana', '/conversations?tab=all')
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  const head = page.getByRole('region', { name: 'Conversation', exact: true })
  const button = head.getByRole('button', { name: /^(Done|Reopen)$/ })
  const word = await button.innerText()
  await button.click()
  await expect(button).not.toHaveText(word)
  await button.click()
  await expect(button).toHaveText(word)
  await expect(page.getByText(/^(Open again|Done): /).first()).toBeVisible()
})

test('an admin writes a template and sees how it reads', async ({ page }) => {
  const name = `Thanks ${Date.now()}`
  await signIn(page, 'admin', '/settings/texts')
  await page.getByRole('button', { name: 'New template' }).click()
  const dialog = page.getByRole('dialog', { name: 'New template' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Thank you, {{first_nam}}!')
  await expect(dialog.getByRole('alert')).toContainText('There is no such variable')
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Thank you, {{first_name}}!')
  await expect(dialog.getByLabel('Preview')).toHaveText('Thank you, there!')
  await expect(dialog.getByText(/17 characters, 1 segment/)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save template' }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()
})
