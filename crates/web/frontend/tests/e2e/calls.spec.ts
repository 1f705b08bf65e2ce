import { expect, test } from '@playwright/test'
import { callRows, expectAccessible, expectLive, logCall, pauseCallers, signIn } from './desk'

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

test('filters live in the address and survive a reload', async ({ page }) => {
  await signIn(page, 'dana', '/calls?status=missed')
  await expect(page).toHaveURL(/status=missed/)
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByText('Inbound', { exact: true }).first().click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Show .* calls$/ })
    .click()
  await expect(page).toHaveURL(/status=missed&direction=in|direction=in&status=missed/)
  await page.reload()
  const chips = page.getByRole('group', { name: 'Filters in use' })
  await expect(chips.getByText('Missed')).toBeVisible()
  await expect(callRows(page).first().getByText('Missed')).toBeVisible()
  await chips.getByRole('button', { name: 'Remove filter: Status' }).click()
  await expect(page).not.toHaveURL(/status=missed/)
})

test('search finds a number by a fragment in any format', async ({ page }) => {
  await signIn(page)
  const grid = page.getByRole('grid', { name: 'Calls' })
  await expect(callRows(page).first()).toBeVisible()
  const text = await grid
    .getByText(/\(\d{3}\) 555-\d{4}/)
    .first()
    .innerText()
  const number = /\((\d{3})\) 555-(\d{4})/.exec(text)
  if (!number) throw new Error(`no number in ${text}`)
  await page.keyboard.press('/')
  await expect(page.getByLabel('Search calls')).toBeFocused()
  // All at once: a pause between two keys would begin the search with the first of them.
  await page.keyboard.insertText(`555 ${number[2]}`)
  await expect(page).toHaveURL(/search=/)
  await expect(callRows(page).first().getByText(`555-${number[2]}`)).toBeVisible()
})

test('a search of two letters waits for a third', async ({ page }) => {
  await signIn(page)
  await page.getByLabel('Search calls').fill('ab')
  await expect(page.getByText('1 more')).toBeVisible()
  await expect(page).not.toHaveURL(/search=/)
})

test('the keyboard walks, selects and opens', async ({ page }) => {
  await signIn(page)
  const grid = page.getByRole('grid', { name: 'Calls' })
  await expect(callRows(page).nth(3)).toBeVisible()
  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(page.getByRole('region', { name: 'Selected calls' })).toContainText('2 selected')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Open call' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: 'Open call' })).toBeHidden()
})

test('all matching are selected as one, not as ids', async ({ page }) => {
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  await page.getByRole('checkbox', { name: /^Select all .* matching$/ }).click()
  const shown = await page.getByText(/^[\d,]+ calls$/).innerText()
  await expect(page.getByRole('region', { name: 'Selected calls' })).toContainText(
    `${shown.replace(' calls', '')} selected`,
  )
})

test('columns hide, move and come back', async ({ page }) => {
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Tags' }).click()
  await page.getByRole('button', { name: 'Move Value left' }).click()
  await page.keyboard.press('Escape')
  const names = async () => (await page.getByRole('columnheader').allInnerTexts()).map((name) => name.trim())
  await expect.poll(names).not.toContain('Tags')
  await page.reload()
  await expect(callRows(page).first()).toBeVisible()
  const order = await names()
  expect(order).not.toContain('Tags')
  expect(order.indexOf('Value')).toBeLessThan(order.indexOf('Agent'))
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'Reset columns' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(names).toContain('Tags')
})

test('sorting by value goes to the server', async ({ page }) => {
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  await page.getByRole('columnheader', { name: 'Value' }).getByRole('button').click()
  await expect(page).toHaveURL(/sort=-value/)
  await expect(page.getByRole('columnheader', { name: 'Value' })).toHaveAttribute('aria-sort', 'descending')
})

test('scrolling fast shows no empty frame', async ({ page }) => {
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  const blank = await page.getByRole('grid', { name: 'Calls' }).evaluate(async (grid) => {
    let empty = 0
    for (let step = 0; step < 60; step += 1) {
      grid.scrollTop += 400
      await new Promise(requestAnimationFrame)
      const { left, top, height } = grid.getBoundingClientRect()
      const middle = document.elementFromPoint(left + 200, top + height / 2)
      if (!middle?.closest('[role=row]') && grid.scrollTop + height < grid.scrollHeight) empty += 1
    }
    return empty
  })
  expect(blank).toBe(0)
})

test('what one member changes, another sees without asking', async ({ browser, page }) => {
  await signIn(page, 'dana')
  await expectLive(page)
  const context = await browser.newContext()
  const other = await context.newPage()
  await signIn(other, 'miguel')
  // A call that is worth nothing yet.
  const started_at = new Date(Date.now() - 60_000).toISOString()
  const facts = { from: '+16465550140', answered: true, duration_s: 30, started_at }
  const id = await logCall(other.request, other.url(), facts)
  await other.goto(`/calls?call=${id}`)
  const tag = `seen-${Date.now() % 100000}`
  await other.getByRole('button', { name: 'Add tag' }).click()
  await other.getByLabel('New tag').first().fill(tag)
  await other.keyboard.press('Enter')
  await expect(other.getByRole('button', { name: `Remove ${tag}` })).toBeVisible()
  await page.goto(`/calls?tag=${tag}`)
  await expect(callRows(page)).toHaveCount(1)
  await expectLive(page)
  await other.getByRole('button', { name: '$300', exact: true }).click()
  await expect(other.getByText('Saved', { exact: true })).toBeVisible()
  await expect(callRows(page).first().getByText('$300')).toBeVisible()
  await context.close()
})

test('new calls wait behind a pill while the list is being read', async ({ page }) => {
  await signIn(page)
  await expectLive(page)
  await expect(callRows(page).first()).toBeVisible()
  const { origin } = new URL(page.url())
  const before = await (await page.request.get('/api/simulator')).json()
  const set = (data: object) => page.request.put('/api/simulator', { data, headers: { origin } })
  // Read from before the first call on; one that comes sooner would be put on top.
  const list = page.getByRole('grid', { name: 'Calls' })
  await list.focus()
  await expect(list).toBeFocused()
  const top = await callRows(page).first().getAttribute('id')
  expect((await set({ ...before, running: true, calls_per_minute: 60, storm: false })).ok()).toBe(true)
  try {
    const pill = page.getByRole('button', { name: /^\d+ new calls?$/ })
    await expect(pill).toBeVisible({ timeout: 20_000 })
    expect(await callRows(page).first().getAttribute('id')).toBe(top)
    await pill.click()
    await expect(callRows(page).first()).not.toHaveAttribute('id', top ?? '')
  } finally {
    await set(before)
  }
})

test('the demo callers are resumed and paused from the top bar', async ({ page }) => {
  await signIn(page)
  const banner = page.getByRole('banner')
  await page.getByRole('button', { name: 'Demo callers' }).click()
  await page.getByRole('button', { name: 'Let them call' }).click()
  await expect(banner.getByText('Demo paused')).toBeHidden()
  await page.getByRole('button', { name: 'Pause the callers' }).click()
  await expect(banner.getByText('Demo paused')).toBeVisible()
})

test('an unreachable server says so and the page recovers', async ({ page, context }) => {
  await signIn(page)
  await expectLive(page)
  await context.setOffline(true)
  await expect(page.getByText(/^(Offline|Reconnecting)$/)).toBeVisible()
  await context.setOffline(false)
  await expectLive(page)
})

test('the palette finds calls and runs commands', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('Control+k')
  const search = page.getByPlaceholder('A name, a number in any format, or a command')
  await search.fill('missed')
  await page.getByRole('button', { name: /Show missed calls/ }).click()
  await expect(page).toHaveURL(/status=missed/)
})

test('the sheet of shortcuts opens, and single keys can be switched off', async ({ page }) => {
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByRole('switch', { name: 'Single keys' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Search calls')).not.toBeFocused()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`the list is accessible, ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
      await page.emulateMedia({ colorScheme })
      await signIn(page)
      await expect(page.getByRole('heading', { name: 'Calls' })).toBeVisible()
      await expect(page.getByText(/555-\d{4}/).first()).toBeVisible()
      await expectAccessible(page)
    })
  }
}

test('filters, columns and palette are accessible', async ({ page }) => {
  test.setTimeout(180_000)
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  await page.getByRole('button', { name: 'Filters' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Columns' }).click()
  await expect(page.getByRole('button', { name: 'Move Value left' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder('A name, a number in any format, or a command')).toBeVisible()
  await expectAccessible(page)
})
