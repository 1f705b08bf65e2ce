import { expect, type Page, test } from '@playwright/test'
import { callRows, expectAccessible, missedCalls, openRow, pauseCallers, signIn } from './desk'

/** Calls of this file alone: how many the town missed, and what they are worth, is chance. */
let needy: string[] = []

test.beforeAll(async ({ request, baseURL }) => {
  await pauseCallers(request, baseURL)
  needy = await missedCalls(request, baseURL ?? '', 5)
})

/** Opens a missed inbound call that still needs its outcome, in the drawer. */
async function openNeedy(page: Page, at = 0) {
  const list = '/calls?status=missed&outcome_required=true&direction=in'
  await signIn(page, 'dana', `${list}&call=${needy[at]}`)
  await expect(callRows(page).first()).toBeVisible()
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  await expect(drawer.getByRole('heading', { name: 'Outcome' })).toBeVisible()
  return drawer
}

/** Keeps what the page saves away from the server until the answer is called. */
async function holdSaves(page: Page): Promise<() => void> {
  let goOn: () => void = () => undefined
  const wanted = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route('**/api/calls/*', async (route) => {
    if (route.request().method() === 'PATCH') await wanted
    await route.fallback()
  })
  return () => goOn()
}

async function markDoNotContact(page: Page, id: string) {
  const { origin } = new URL(page.url())
  const answer = await page.request.patch(`/api/customers/${id}`, {
    data: { do_not_contact: true },
    headers: { origin },
  })
  expect(answer.ok()).toBe(true)
}

test('an outcome that needs a note is not saved without one', async ({ page }) => {
  const drawer = await openNeedy(page)
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(request.postData() ?? '')
  })
  await drawer.getByRole('textbox', { name: 'Note' }).fill('')
  await drawer.getByRole('radio', { name: /Callback scheduled/ }).check()
  await expect(drawer.getByText(/promises a callback in/)).toBeVisible()
  await expect(drawer.getByText('This outcome needs a note')).toBeVisible()
  // Longer than the rest after which a complete outcome would be saved.
  await page.waitForTimeout(2600)
  expect(sent.filter((body) => body.includes('disposition'))).toEqual([])

  await drawer.getByRole('textbox', { name: 'Note' }).fill('Wants a visit after five')
  await expect(drawer.getByText('Saved', { exact: true })).toBeVisible()
  expect(sent.some((body) => body.includes('"disposition":"callback"'))).toBe(true)

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(drawer.getByRole('radio', { name: /Callback scheduled/ })).not.toBeChecked()
})

test('value and note save by themselves and survive a reload', async ({ page }) => {
  const drawer = await openNeedy(page, 1)
  await drawer.getByRole('textbox', { name: 'Note' }).fill('Leak under the sink')
  await drawer.getByRole('button', { name: '$500', exact: true }).click()
  await expect(drawer.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(drawer.getByRole('textbox', { name: 'Note' })).toHaveValue('Leak under the sink')
  await expect(drawer.getByRole('button', { name: '$500', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
})

test('a change by someone else to the same field is shown, and nothing is lost', async ({ page }) => {
  const drawer = await openNeedy(page, 2)
  const id = new URL(page.url()).searchParams.get('call')
  const note = drawer.getByRole('textbox', { name: 'Note' })
  // They save first, however long it takes.
  const goOn = await holdSaves(page)
  await note.fill('My words')
  const answer = await page.request.patch(`/api/calls/${id}`, {
    data: { notes: 'Their words' },
    headers: { origin: new URL(page.url()).origin },
  })
  expect(answer.ok()).toBe(true)
  goOn()
  await expect(drawer.getByText('Someone else changed this call while you were writing')).toBeVisible()
  await expect(note).toHaveValue('My words')
  await drawer.getByRole('button', { name: 'Use mine' }).click()
  await expect(drawer.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(note).toHaveValue('My words')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('a failed save can be tried again', async ({ page }) => {
  const drawer = await openNeedy(page, 3)
  await page.route('**/api/calls/*', (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ status: 502, body: '<html>' }) : route.fallback(),
  )
  await drawer.getByRole('textbox', { name: 'Note' }).fill('Kept in spite of the failure')
  await expect(drawer.getByText('Not saved', { exact: true })).toBeVisible()
  await page.unroute('**/api/calls/*')
  await drawer.getByRole('button', { name: 'Retry' }).click()
  await expect(drawer.getByText('Saved', { exact: true })).toBeVisible()
})

test('tags: Enter adds, doubles are ignored, Escape gives up', async ({ page }) => {
  const drawer = await openNeedy(page, 1)
  const tag = `roof-${Date.now() % 100000}`
  await drawer.getByRole('button', { name: 'Add tag' }).click()
  const field = drawer.getByLabel('New tag').first()
  await field.fill(`  ${tag} `)
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('button', { name: `Remove ${tag}` })).toHaveCount(1)
  await field.fill(tag)
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('button', { name: `Remove ${tag}` })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  await drawer.getByRole('button', { name: `Remove ${tag}` }).click()
  await expect(drawer.getByRole('button', { name: `Remove ${tag}` })).toHaveCount(0)
})

test('a follow-up is scheduled by a preset and completed with undo', async ({ page }) => {
  const drawer = await openNeedy(page, 4)
  await drawer.getByRole('button', { name: 'Schedule follow-up' }).click()
  await drawer.getByRole('button', { name: 'Tomorrow 9 AM' }).click()
  await drawer.getByRole('button', { name: 'Schedule', exact: true }).click()
  const promises = drawer.getByRole('region', { name: 'Follow-ups', exact: true })
  const entry = promises.getByRole('listitem').filter({ hasText: 'tomorrow 9:00 AM' })
  const complete = entry.getByRole('button', { name: /^Complete the/ })
  await complete.click()
  await expect(complete).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(complete).toBeVisible()
})

test('who wants no contact cannot be called', async ({ page }) => {
  await signIn(page, 'dana')
  const calls = await page.request.get('/api/calls?has_contact=true&limit=1')
  const [{ contact: customer }] = (await calls.json()).data
  await markDoNotContact(page, customer.id)
  await page.goto(`/calls?contact_id=${customer.id}`)
  await expect(callRows(page).first()).toBeVisible()
  await openRow(callRows(page).first())
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  // The badge of the head; the consent panel below says so, too.
  await expect(drawer.getByText('Do not contact', { exact: true }).first()).toBeVisible()
  const call = drawer.getByRole('button', { name: 'Call back' })
  await expect(call).toHaveAttribute('aria-disabled', 'true')
  await call.hover()
  await expect(page.getByRole('tooltip', { name: 'Contact has requested Do Not Contact' })).toBeVisible()
})

test('an unknown caller becomes a contact', async ({ page }) => {
  await signIn(page, 'dana', '/calls?has_contact=false')
  await expect(callRows(page).first()).toBeVisible()
  await openRow(callRows(page).first())
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  await drawer.getByRole('button', { name: 'Link contact' }).click()
  await page.getByRole('button', { name: /^New contact for/ }).click()
  const name = `Test Person ${Date.now() % 100000}`
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Create and link' }).click()
  await expect(drawer.getByRole('link', { name })).toBeVisible()
})

test('a supervisor lets a call do without an outcome, with a reason', async ({ page }) => {
  await signIn(page, 'owner', '/calls?outcome_required=true')
  await expect(callRows(page).last()).toBeVisible()
  await openRow(callRows(page).last())
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  await drawer.getByRole('button', { name: 'Waive' }).click()
  await page.getByLabel('Why this call needs no outcome').fill('Test of the line')
  await page.getByRole('button', { name: 'Waive the outcome' }).click()
  await expect(drawer.getByRole('button', { name: 'Waive', exact: true })).toBeHidden()
  await expect(drawer.getByRole('radiogroup')).toHaveAttribute('aria-required', 'false')
})

test('intent and lead source are changed where they are read', async ({ page }) => {
  const drawer = await openNeedy(page, 1)
  await drawer.getByRole('tab', { name: 'Details' }).click()
  await drawer.getByLabel('Lead source').first().click()
  await page.getByRole('option', { name: 'Referral' }).click()
  await expect(drawer.getByLabel('Lead source').first()).toHaveValue('Referral')
  await page.reload()
  await expect(drawer.getByLabel('Lead source').first()).toHaveValue('Referral')
})

test('a viewer may look and not touch', async ({ page }) => {
  await signIn(page, 'vera')
  await expect(callRows(page).first()).toBeVisible()
  await openRow(callRows(page).first())
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  await expect(drawer.getByRole('radio').first()).toBeDisabled()
  await expect(drawer.getByRole('button', { name: 'Add tag' })).toBeDisabled()
})

test('the promise explains its arithmetic on focus', async ({ page }) => {
  await signIn(page, 'dana', '/calls?promise=overdue')
  await expect(callRows(page).first()).toBeVisible()
  await openRow(callRows(page).first())
  const drawer = page.getByRole('complementary', { name: 'Open call' })
  await drawer.getByText(/late$/).first().hover()
  await expect(page.getByRole('tooltip').getByText('Started')).toBeVisible()
})

const TABS = ['Summary', 'Recording', 'Transcript', 'Details', 'History', 'Job']

for (const colorScheme of ['light', 'dark'] as const) {
  test(`all six tabs are accessible, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(240_000)
    await page.emulateMedia({ colorScheme })
    const drawer = await openNeedy(page, 1)
    for (const tab of TABS) {
      await drawer.getByRole('tab', { name: tab }).click()
      await expect(drawer.getByRole('tabpanel')).toBeVisible()
      await expectAccessible(page)
    }
  })
}

test('the drawer fills a phone and is accessible there', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page)
  await page.getByRole('region', { name: 'Calls' }).getByRole('button').first().click()
  await expect(page.getByRole('dialog', { name: 'Open call' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Close the call' }).click()
  await expect(page.getByRole('dialog', { name: 'Open call' })).toBeHidden()
})
