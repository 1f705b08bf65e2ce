import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectLive, pauseCallers, signIn } from './desk'
import { MIGUEL, moves, playCall } from './room-desk'

const dock = (page: Page) => page.getByRole('region', { name: 'Telephone', exact: true })
const tool = (page: Page, name: string) => dock(page).getByRole('button', { name, exact: true })
const people = (page: Page) => dock(page).getByRole('list', { name: 'In this call' })

test.describe('the card of a call with colleagues', () => {
  test('hold is switched by button and keys, and counts in the card and in the pill', async ({ page }) => {
    await signIn(page, 'dana', '/customers')
    const played = await playCall(page)
    await tool(page, 'Hold').click()
    await expect(dock(page).getByText(/^On hold 0:\d\d$/)).toBeVisible()
    await expect(dock(page).getByText('Ann Smith hears music.')).toBeVisible()
    await expect(tool(page, 'Take off hold')).toHaveAttribute('aria-pressed', 'true')
    await page.mouse.move(0, 0)
    await expectAccessible(page)
    await tool(page, 'Make small').click()
    await expect(
      dock(page).getByRole('button', { name: /Ann Smith, On hold 0:\d\d\. Make large/ }),
    ).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('h')
    await page.keyboard.press('h')
    await expect(dock(page).getByRole('button', { name: /Ann Smith, \d:\d\d\. Make large/ })).toBeVisible()
    expect(played.asked).toEqual(['PUT hold', 'PUT hold'])
  })

  test('a wait of more than a minute is shown as one', async ({ page }) => {
    await signIn(page, 'dana', '/customers')
    const played = await playCall(page)
    played.room.held_since = new Date(Date.now() - 75_000).toISOString()
    await page.reload()
    const strip = dock(page).locator('[data-tone="bad"]', { hasText: /On hold \d:\d\d/ })
    await expect(strip).toBeVisible()
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(page)
  })

  test('a colleague is found by keyboard, rung, and called back', async ({ page }) => {
    await signIn(page, 'dana', '/customers')
    const played = await playCall(page)
    await expect(tool(page, 'Add a colleague')).toBeEnabled()
    await page.keyboard.press('h')
    await page.keyboard.press('c')
    const search = page.getByRole('textbox', { name: 'Ask into the call' })
    await expect(search).toBeFocused()
    const list = page.getByRole('listbox', { name: 'Colleagues' })
    await expect(list.getByRole('option')).toHaveText([/Miguel Santos/, /Ada Prince/, /Theo Lang/])
    await expect(list.getByRole('option', { name: /Theo Lang/ })).toContainText('At no telephone')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
    await expect(tool(page, 'Add a colleague')).toBeFocused()

    await page.keyboard.press('Enter')
    await expect(search).toBeFocused()
    await page.keyboard.type('mig')
    await expect(list.getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(people(page).getByRole('listitem')).toContainText('Ringing…')
    await expectAccessible(page)
    await people(page).getByRole('button', { name: 'Stop ringing Miguel Santos' }).click()
    await expect(people(page)).toBeHidden()
    expect(played.asked).toEqual(['POST guests', `DELETE guests/${MIGUEL}`])
  })

  test('who takes a call over is waited for; when he does not answer, that is said', async ({ page }) => {
    await signIn(page, 'dana', '/customers')
    const played = await playCall(page)
    await tool(page, 'Transfer').click()
    await page.getByRole('option', { name: /Miguel Santos/ }).click()
    await expect(dock(page).getByText('Ann Smith hears music until Miguel Santos answers.')).toBeVisible()
    await expect(people(page).getByText('Ringing, takes over')).toBeVisible()
    moves(played, MIGUEL, 'unreached')
    await expect(
      dock(page).getByText('Miguel Santos did not answer. Ann Smith is still on hold.'),
    ).toBeVisible()
    await expectAccessible(page)
    await tool(page, 'Take off hold').click()
    await expect(dock(page).getByText(/^On hold/)).toBeHidden()
  })

  test('once somebody has joined the call is handed over, and is over for me', async ({ page }) => {
    await signIn(page, 'dana', '/customers')
    const played = await playCall(page)
    await expect(tool(page, 'Hand over')).toBeHidden()
    await tool(page, 'Add a colleague').click()
    await page.getByRole('option', { name: /Miguel Santos/ }).click()
    // He comes in only when the server has heard of him.
    await expect(people(page).getByText('Ringing…')).toBeVisible()
    moves(played, MIGUEL, 'joined')
    await expect(people(page).getByText('In the call')).toBeVisible()
    await expect(dock(page).getByRole('button', { name: /^Leave/ })).toBeVisible()
    await expectAccessible(page)
    await tool(page, 'Hand over').click()
    await expect(dock(page).getByText('It goes on with Miguel Santos')).toBeVisible()
    expect(played.asked).toEqual(['POST guests', 'POST hand-over'])
  })

  test('what the server refuses is told in its words, and nothing is lost', async ({ page }) => {
    await signIn(page, 'dana', '/customers')
    const played = await playCall(page)
    played.refusal = 'Miguel Santos cannot be rung anywhere.'
    await tool(page, 'Transfer').click()
    await page.getByRole('option', { name: /Miguel Santos/ }).click()
    await expect(page.getByText('The call was not passed on')).toBeVisible()
    await expect(page.getByText('Miguel Santos cannot be rung anywhere.')).toBeVisible()
    await expect(tool(page, 'Transfer')).toBeEnabled()
    await expect(people(page)).toBeHidden()
  })

  test('everything fits on a telephone', async ({ page }) => {
    test.setTimeout(180_000)
    await page.setViewportSize({ width: 390, height: 844 })
    await signIn(page, 'dana', '/customers')
    const played = await playCall(page)
    await tool(page, 'Hold').click()
    await tool(page, 'Add a colleague').click()
    await expect(page.getByRole('option', { name: /Miguel Santos/ })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('option', { name: /Miguel Santos/ }).click()
    await expect(people(page).getByText('Ringing…')).toBeVisible()
    moves(played, MIGUEL, 'joined')
    await expect(tool(page, 'Hand over')).toBeInViewport({ ratio: 1 })
    await expect(tool(page, 'Take off hold')).toBeInViewport({ ratio: 1 })
    await expect(dock(page).getByRole('button', { name: /^Leave/ })).toBeInViewport({ ratio: 1 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(page)
  })
})

async function goAvailable(page: Page) {
  await dock(page)
    .getByRole('button', { name: /^Telephone:/ })
    .click()
  const settings = page.getByRole('dialog', { name: /^Telephone/ })
  await settings.getByText('Available', { exact: true }).click()
  await expect(settings.getByRole('radio', { name: 'Available', exact: true })).toBeChecked()
  const browser = settings.getByRole('switch', { name: 'My browser rings' })
  if (!(await browser.isChecked())) await browser.click()
  await expect(browser).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(settings).toBeHidden()
}

async function letCall(request: APIRequestContext, baseURL: string | undefined) {
  const headers = { origin: new URL(baseURL ?? '').origin }
  const data = { email: 'owner@demo.callboard.local', password: 'callboard-demo' }
  expect((await request.post('/api/auth/sign-in', { data, headers })).ok()).toBe(true)
  const wanted = { running: true, calls_per_minute: 60, storm: false }
  expect((await request.put('/api/simulator', { data: wanted, headers })).ok()).toBe(true)
}

/**
 * Takes whoever rings; somebody may give up just then, and the next one rings at once. An answer that is on its way is
 * waited for.
 */
async function takeACall(page: Page) {
  const ringing = dock(page).getByRole('article', { name: /^Incoming call/ })
  const hold = tool(page, 'Hold')
  await expect(async () => {
    if (!(await hold.isVisible()))
      await ringing.getByRole('button', { name: /^Answer/ }).click({ timeout: 20_000 })
    await expect(hold).toBeEnabled({ timeout: 10_000 })
  }).toPass({ timeout: 120_000 })
}

/** Puts aside who else rings, so that the invitation is all that rings. */
async function ignoreAll(page: Page) {
  const ignore = dock(page).getByRole('button', { name: /^Ignore/ })
  while ((await ignore.count()) > 0)
    await ignore
      .first()
      .click({ timeout: 5_000 })
      .catch(() => undefined)
}

const asked = (page: Page) => dock(page).getByRole('article', { name: /^Dana .*(asks you|passes)/ })

test.describe('two desks', () => {
  test.beforeEach(async ({ request, baseURL }) => pauseCallers(request, baseURL))
  test.afterEach(async ({ request, baseURL }) => pauseCallers(request, baseURL))

  test('Dana answers, holds, asks Miguel in and hands over; he hangs up', async ({
    page,
    browser,
    request,
    baseURL,
  }) => {
    test.setTimeout(240_000)
    const other = await browser.newContext(baseURL ? { baseURL } : {})
    const miguel = await other.newPage()
    try {
      await signIn(page, 'dana', '/follow-ups')
      await signIn(miguel, 'miguel', '/follow-ups')
      await Promise.all([expectLive(page), expectLive(miguel)])
      await goAvailable(page)
      await goAvailable(miguel)
      await letCall(request, baseURL)
      await takeACall(page)
      await pauseCallers(request, baseURL)

      await tool(page, 'Hold').click()
      await expect(dock(page).getByText(/^On hold 0:/)).toBeVisible()
      await tool(page, 'Take off hold').click()
      await expect(dock(page).getByText(/^On hold/)).toBeHidden()

      await tool(page, 'Add a colleague').click()
      await page.getByRole('option', { name: /Miguel/ }).click()
      await expect(people(page).getByText('Ringing…')).toBeVisible()
      await ignoreAll(miguel)
      await expect(asked(miguel)).toBeVisible()
      await expect(miguel).toHaveTitle(/asks you into the call/)
      await expect(dock(miguel).getByRole('alert')).toHaveText(/asks you into the call/)
      // Only the card: he is rung for half a minute, and the whole page takes its time.
      await expectAccessible(miguel, '[data-phone-dock]')
      await asked(miguel).getByRole('button', { name: /^Join/ }).click()
      await expect(people(miguel).getByText('In the call')).toBeVisible()
      await expect(people(page).getByText('In the call')).toBeVisible()

      await tool(page, 'Hand over').click()
      await expect(dock(page).getByText(/^It goes on with Miguel/)).toBeVisible()
      const talk = dock(miguel).getByRole('article', { name: /^Call:/ })
      await expect(talk.getByText('On call')).toBeVisible()
      await expect(tool(miguel, 'Hold')).toBeEnabled()
      await dock(miguel)
        .getByRole('button', { name: /^Hang up/ })
        .click()
      await expect(talk.getByText(/^Talked/)).toBeVisible()
    } finally {
      await other.close()
    }
  })

  test('Miguel declines; Dana is told and keeps the caller', async ({ page, browser, request, baseURL }) => {
    test.setTimeout(240_000)
    const other = await browser.newContext(baseURL ? { baseURL } : {})
    const miguel = await other.newPage()
    try {
      await signIn(page, 'dana', '/follow-ups')
      await signIn(miguel, 'miguel', '/follow-ups')
      await Promise.all([expectLive(page), expectLive(miguel)])
      await goAvailable(page)
      await goAvailable(miguel)
      await letCall(request, baseURL)
      await takeACall(page)
      await pauseCallers(request, baseURL)

      await tool(page, 'Transfer').click()
      await page.getByRole('option', { name: /Miguel/ }).click()
      await expect(dock(page).getByText(/hears music until Miguel/)).toBeVisible()
      await ignoreAll(miguel)
      await asked(miguel).getByRole('button', { name: 'Not now' }).click()
      await expect(asked(miguel)).toBeHidden()
      await expect(dock(page).getByText(/^Miguel .* did not answer\. .* is still on hold\.$/)).toBeVisible()
      await tool(page, 'Take off hold').click()
      await dock(page)
        .getByRole('button', { name: /^Hang up/ })
        .click()
      await expect(dock(page).getByText(/^Talked/)).toBeVisible()
    } finally {
      await other.close()
    }
  })
})
