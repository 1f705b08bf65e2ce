import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

const list = (page: Page) => page.getByRole('list', { name: 'Follow-ups' })
const tabCount = async (page: Page, name: RegExp) =>
  Number((await page.getByRole('button', { name }).innerText()).replace(/\D/g, ''))

test('completing by key offers undo, and undo opens it again', async ({ page }) => {
  await signIn(page, 'dana', '/follow-ups?tab=team')
  await expect(
    list(page)
      .getByRole('button', { name: /^Done: / })
      .first(),
  ).toBeVisible()
  await page.keyboard.press('j')
  const row = page.locator('[data-follow-up]:has([data-main]:focus)')
  const id = await row.getAttribute('data-follow-up')
  const here = page.locator(`[data-follow-up="${id}"]`)
  await page.keyboard.press('e')
  await expect(here).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.keyboard.press('u')
  await expect(here.getByRole('button', { name: /^Done: / })).toBeVisible()
})

test('several are selected by key and given to somebody', async ({ page }) => {
  await signIn(page, 'dana', '/follow-ups?tab=team')
  await expect(
    list(page)
      .getByRole('button', { name: /^Done: / })
      .first(),
  ).toBeVisible()
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
  await expect(page.getByRole('toolbar').getByText('2 selected')).toBeVisible()
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Member' }).fill('Miguel')
  await page.getByRole('option', { name: /Miguel/ }).click()
  await dialog.getByRole('button', { name: 'Assign' }).click()
  await expect(page.getByText(/^Assigned to Miguel/)).toBeVisible()
})

test('the due time is changed in place, in words', async ({ page }) => {
  await signIn(page, 'dana', '/follow-ups?tab=team')
  const due = page.getByTitle('Another time').first()
  await due.click()
  await page.getByRole('textbox', { name: 'New time' }).fill('tomorrow 3pm')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Due tomorrow 3:00 PM')).toBeVisible()
})

test('a new follow-up shows up and its clock is paused and resumed', async ({ page }) => {
  await signIn(page, 'dana', '/follow-ups?tab=team')
  await expect(page.getByRole('button', { name: 'New follow-up' })).toBeVisible()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'New follow-up' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  const found = await page.request.get('/api/customers?limit=1')
  const name: string = (await found.json()).data[0].name
  await dialog.getByRole('textbox', { name: 'Customer' }).fill(name.slice(0, 6))
  await page.getByRole('option').first().click()
  await dialog.getByRole('textbox', { name: 'When' }).fill('in 3 days')
  const note = `Ask about the filter ${Date.now() % 100000}`
  await dialog.getByRole('textbox', { name: 'Note' }).fill(note)
  await dialog.getByRole('button', { name: 'Promise' }).click()
  await expect(page.getByText(/^Promised to /)).toBeVisible()
  await page.getByRole('textbox', { name: 'Search follow-ups' }).fill(note)
  const row = list(page).getByRole('listitem').filter({ hasText: note })
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Pause the clock…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
  await expect(row.getByText(/^paused/)).toBeVisible()
  await row.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Resume the clock' }).click()
  await expect(row.getByText(/^paused/)).toHaveCount(0)
})

test('tabs count, filters live in the address, a row opens its call', async ({ page }) => {
  await signIn(page, 'dana', '/follow-ups')
  await expect.poll(() => tabCount(page, /^Team/)).toBeGreaterThan(0)
  await page.getByRole('button', { name: /^Team/ }).click()
  await expect(page).toHaveURL(/tab=team/)
  // Calls keep coming in, so both numbers are read until they agree.
  const listed = async () =>
    Number((await page.getByText(/^[\d,]+ follow-ups?$/).innerText()).replace(/\D/g, ''))
  await expect.poll(async () => (await listed()) - (await tabCount(page, /^Team/))).toBe(0)
  await page.getByRole('textbox', { name: 'Search follow-ups' }).fill('zzzz no such thing')
  await expect(page.getByText('Nothing matches these filters')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Nothing matches these filters')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.locator('[data-follow-up] [data-main]').first().click()
  await expect(page).toHaveURL(/\/(calls\?call=|customers\/)/)
})

for (const [label, size] of [
  ['desk', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`the inbox is accessible, ${label}, ${scheme}`, async ({ page }) => {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: scheme })
      await signIn(page, 'dana', '/follow-ups?tab=team')
      await expect(page.locator('[data-follow-up]').first()).toBeVisible()
      await expectAccessible(page)
    })
  }
}
