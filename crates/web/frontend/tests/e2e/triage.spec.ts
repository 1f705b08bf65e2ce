import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, signIn, type Who } from './desk'

const hand = (page: Page) => page.getByRole('region', { name: 'Call at hand' })
const currentCall = (page: Page) => new URL(page.url()).searchParams.get('call')

/** Opens triage; there is no banner on it, so the sign-in happens on another page. */
async function openTriage(page: Page, who: Who) {
  await signIn(page, who)
  await page.goto('/triage')
}

/** Logs missed calls of callers who have not called before, so that the queue is long enough. Answers the last id. */
async function missCalls(page: Page, count: number): Promise<string> {
  const origin = new URL(page.url()).origin
  let id = ''
  for (let number = 0; number < count; number += 1) {
    const area = 201 + ((Date.now() + number) % 700)
    const answer = await page.request.post('/api/calls', {
      data: {
        direction: 'in',
        answered: false,
        from: `+1${area}55501${String(number).padStart(2, '0')}`,
        started_at: new Date(Date.now() - number * 1000).toISOString(),
      },
      headers: { origin },
    })
    expect(answer.status()).toBe(201)
    id = (await answer.json()).call.id
  }
  return id
}

/** Waits until a call lies on the desk, another one than `before`, and its keys work. */
async function expectCall(page: Page, before: string | null = null): Promise<string> {
  await expect.poll(() => currentCall(page)).not.toBe(before)
  // The address may change a moment before the desk does, and the catalogue of outcomes may come after the call.
  const outcomes = hand(page).getByRole('group', { name: /^Outcome/ })
  await expect(outcomes.getByRole('button').first()).toBeVisible()
  await expect(hand(page).getByRole('button', { name: /^Skip/ })).toBeEnabled()
  return currentCall(page) ?? ''
}

/** Keeps the next call away until the answer is called, so that what was saved stays to be looked at. */
async function holdNext(page: Page): Promise<() => void> {
  let goOn: () => void = () => undefined
  const wanted = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route('**/api/calls/queue/triage/claim-next', async (route) => {
    await wanted
    await route.continue()
  })
  return () => goOn()
}

/** Gives the call at hand an outcome that asks for nothing, by key, and waits for the next call. */
async function clearOne(page: Page): Promise<string> {
  const id = await expectCall(page)
  await page.keyboard.press('1')
  await expect(hand(page).getByRole('button', { name: /^Save/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expectCall(page, id)
  return id
}

test('twenty calls are cleared without the mouse', async ({ page }) => {
  test.setTimeout(300_000)
  await signIn(page, 'miguel')
  // More than are cleared here: those that follow need some, too.
  await missCalls(page, 30)
  await page.keyboard.press('t')
  await page.waitForURL(/\/triage/)
  const cleared = new Set<string>()
  for (let round = 0; round < 20; round += 1) cleared.add(await clearOne(page))
  expect(cleared.size).toBe(20)
  await expect(page.getByText(/^21 of \d+, \d+ s each/)).toBeVisible()
  await page.keyboard.press('Escape')
  // The question takes the focus when it opens; a key before that would go astray.
  await expect(page.getByRole('button', { name: 'Keep working' })).toBeFocused()
  await page.getByRole('button', { name: 'Leave it' }).press('Enter')
  await page.waitForURL(/\/calls/)
})

test('an outcome that needs a note waits for it, and Ctrl+Enter saves', async ({ page }) => {
  await openTriage(page, 'dana')
  const id = await expectCall(page)
  await hand(page).getByRole('textbox', { name: 'Note' }).fill('')
  await page.keyboard.press('Escape')
  const needy = await hand(page)
    .getByRole('button', { name: /Callback scheduled/ })
    .getByText(/^\d$/)
    .innerText()
  await page.keyboard.press(needy)
  await expect(hand(page).getByRole('textbox', { name: 'Note' })).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(hand(page).getByText('This outcome needs a note')).toBeVisible()
  expect(currentCall(page)).toBe(id)
  await page.keyboard.type('Wants a visit after five')
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')
  await expect(hand(page).getByRole('textbox', { name: 'When' })).toBeFocused()
  await page.keyboard.type('tomorrow 9')
  await expect(
    hand(page)
      .getByText(/9:00 AM/)
      .first(),
  ).toBeVisible()
  await expect(hand(page).getByText(/Promises a callback due tomorrow 9:00 AM/)).toBeVisible()
  const goOn = await holdNext(page)
  await page.keyboard.press('Control+Enter')
  await expect(hand(page).getByText(/is done$/)).toBeVisible()
  goOn()
  await expectCall(page, id)
})

test('the last outcome is taken back and the call is at hand again', async ({ page }) => {
  await openTriage(page, 'dana')
  const id = await expectCall(page)
  const goOn = await holdNext(page)
  await page.keyboard.press('1')
  await page.keyboard.press('e')
  await expect(hand(page).getByText(/is done$/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(hand(page).getByRole('button', { name: 'Stay' })).toBeHidden()
  goOn()
  await page.keyboard.press('z')
  await expect(hand(page).getByRole('group', { name: /^Outcome/ })).toBeVisible()
  await expect.poll(() => currentCall(page)).toBe(id)
})

test('a reload comes back to the same call with what was entered', async ({ page }) => {
  await openTriage(page, 'dana')
  const id = await expectCall(page)
  await page.keyboard.press('n')
  await expect(hand(page).getByRole('textbox', { name: 'Note' })).toBeFocused()
  // Behind whatever stands there already.
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' half a sentence')
  await page.reload()
  await expectCall(page)
  expect(currentCall(page)).toBe(id)
  await expect(hand(page).getByRole('textbox', { name: 'Note' })).toHaveValue(/half a sentence$/)
  await page.goto('/triage')
  await expectCall(page)
  expect(currentCall(page)).toBe(id)
})

test('the third skip asks why', async ({ page }) => {
  await openTriage(page, 'miguel')
  let id = await expectCall(page)
  for (let round = 0; round < 2; round += 1) {
    await page.keyboard.press('j')
    id = await expectCall(page, id)
  }
  await page.keyboard.press('j')
  const why = page.getByRole('dialog', { name: 'Why is this call passed over?' })
  await why.getByLabel('Reason').fill('Needs the senior technician')
  await page.keyboard.press('Enter')
  await expectCall(page, id)
  await expect(page.getByText(/3 skipped/)).toBeVisible()
})

test('two dispatchers never get the same call, and a supervisor takes over', async ({ page, browser }) => {
  await openTriage(page, 'dana')
  const mine = await expectCall(page)
  const other = await (await browser.newContext()).newPage()
  await openTriage(other, 'admin')
  const theirs = await expectCall(other)
  expect(theirs).not.toBe(mine)
  await other.goto(`/triage?call=${mine}`)
  await expect(hand(other).getByText(/has this call$/)).toBeVisible()
  await other.keyboard.press('o')
  await expectCall(other)
  await expect(hand(page).getByText(/has this call$/)).toBeVisible()
  await other.context().close()
})

test('the promise is moved and assigned by key, and a customer is linked', async ({ page }) => {
  test.setTimeout(180_000)
  await signIn(page, 'dana')
  const id = await missCalls(page, 1)
  const promised = async () =>
    (await (await page.request.get(`/api/calls/${id}`)).json()).call.promise !== undefined
  await expect.poll(promised, { timeout: 30_000 }).toBe(true)
  await page.goto(`/triage?call=${id}`)
  await expectCall(page)
  await page.keyboard.press('s')
  const snooze = page.getByRole('dialog', { name: 'Another time for the promise' })
  await expect(snooze.getByRole('textbox', { name: 'When' })).toBeFocused()
  await page.keyboard.type('tomorrow 10')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Promised for tomorrow 10:00 AM')).toBeVisible()
  await expect(snooze).toBeHidden()
  await page.keyboard.press('a')
  const assign = page.getByRole('dialog', { name: 'Who takes it?' })
  await expect(assign.getByLabel('Member')).toBeFocused()
  await page.keyboard.type('Miguel')
  await expect(page.getByRole('option')).toHaveText([/Miguel/])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await assign.getByRole('button', { name: 'Assign' }).press('Enter')
  await expect(page.getByText(/^Assigned to Miguel/)).toBeVisible()
  await expect(assign).toBeHidden()
  await page.keyboard.press('l')
  const link = page.getByRole('dialog', { name: 'Who called?' })
  await expect(link.getByRole('textbox')).toBeFocused()
  await expectAccessible(page)
  const name = `Robin Example ${Date.now() % 100000}`
  await page.keyboard.type(name)
  await expect(page.getByRole('button', { name: `New customer ${name}` })).toBeVisible()
  // Whoever fits the first letters is gone when the whole name has been looked for.
  await expect(link.getByRole('list', { name: 'Customers' }).getByRole('button')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(hand(page).getByRole('heading', { name })).toBeVisible()
})

for (const scheme of ['light', 'dark'] as const) {
  test(`triage is accessible, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await openTriage(page, 'owner')
    await expectCall(page)
    await page.keyboard.press('3')
    await expectAccessible(page)
  })
}

test('triage is accessible on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openTriage(page, 'owner')
  await expectCall(page)
  await expectAccessible(page)
})

test('an empty queue says so, and who may not work calls is told', async ({ page, browser }) => {
  await signIn(page, 'owner')
  await page.route('**/api/calls/queue/triage/claim-next', (route) => route.fulfill({ status: 204 }))
  await page.route('**/api/calls/queue/triage?*', (route) =>
    route.fulfill({
      json: { queued_calls: 0, overdue: 0, emergency: 0, claimed: 0, priorities: [], has_more: false },
    }),
  )
  await page.goto('/triage')
  await expect(page.getByText('No calls require triage at this time.')).toBeVisible()
  await expectAccessible(page)
  const viewer = await (await browser.newContext()).newPage()
  await signIn(viewer, 'vera')
  await viewer.goto('/triage')
  await expect(viewer.getByText('Your role may not work calls')).toBeVisible()
  await viewer.getByRole('button', { name: 'Back to calls' }).click()
  await viewer.waitForURL(/\/calls/)
  await viewer.context().close()
})

test('a queue that cannot be reached says so and tries again', async ({ page }) => {
  await signIn(page, 'owner')
  await page.route('**/api/calls/queue/triage**', (route) => route.abort())
  await page.goto('/triage')
  await expect(hand(page).getByText('This call could not be opened')).toBeVisible()
  await page.unroute('**/api/calls/queue/triage**')
  await hand(page).getByRole('button', { name: 'Try again' }).click()
  await expectCall(page)
})
