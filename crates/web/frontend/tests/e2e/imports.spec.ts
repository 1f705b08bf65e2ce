import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

/** A call log of a made-up system whose header nobody has seen before; every third row from the sixth on is broken in another way. */
function callLog(tag: string, rows = 30): string {
  const lines = [`When;Number;Ref;Remark ${tag}`]
  for (let row = 1; row <= rows; row++) {
    const minute = String(row).padStart(2, '0')
    lines.push(`2026-01-0${1 + (row % 9)} 08:${minute}:00;(864) 555-01${minute};${tag}-${row};remark ${row}`)
  }
  lines[6] = `yesterday;(864) 555-0106;${tag}-6;x`
  lines[9] = `2026-01-05 08:09:00;12;${tag}-9;x`
  lines[12] = `${tag}-12;too short`
  return `${lines.join('\r\n')}\r\n`
}

async function bring(page: Page, name: string, text: string): Promise<void> {
  await page
    .getByLabel('Choose a CSV file')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await expect(page.getByRole('heading', { name })).toBeVisible()
}

async function hold(page: Page, header: string, field: string): Promise<void> {
  const column = page.getByRole('combobox', { name: `${header} holds` })
  await column.click()
  await column.fill(field)
  await page.getByRole('option', { name: field, exact: true }).click()
}

test('a log is mapped, looked at, imported and rolled back', async ({ page }) => {
  test.setTimeout(240_000)
  const tag = `e${Date.now() % 1e8}`
  await signIn(page, 'admin', '/settings/imports')
  await bring(page, `${tag}.csv`, callLog(tag))
  await expect(page.getByRole('heading', { name: 'Columns' })).toBeVisible()
  await expectAccessible(page)
  await expect(page.getByText('Still missing:')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Dry run' })).toBeDisabled()
  await hold(page, 'When', 'Start of the call')
  await hold(page, 'Number', 'Customer’s number')
  await hold(page, 'Ref', 'Call id')
  await hold(page, `Remark ${tag}`, 'Notes')
  await page.getByRole('button', { name: 'Dry run' }).click()
  await expect(page.getByText('What would come of it')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('30 rows read. Nothing is written yet.')).toBeVisible()
  const first = page.getByRole('table', { name: 'First calls' }).getByRole('row')
  await expect(first.nth(1)).toContainText('(864) 555-0101')
  await expect(first.nth(1)).toContainText('remark 1')
  await expect(page.getByRole('row', { name: /yesterday/ })).toBeVisible()
  await expectAccessible(page)
  const [errors] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'All broken rows' }).click(),
  ])
  expect(errors.suggestedFilename()).toBe('import-errors.csv')
  await page.getByRole('button', { name: 'Import 27 calls' }).click()
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)

  // The list shows it, and the same header is known again.
  await page.getByRole('link', { name: 'All imports' }).click()
  await expect(page.getByRole('row', { name: new RegExp(tag) })).toContainText('27 new')
  await expectAccessible(page)
  await bring(page, `${tag}-again.csv`, callLog(tag))
  await expect(page.getByRole('combobox', { name: 'Number holds' })).toHaveValue('Customer’s number')
  await page.getByRole('button', { name: 'Dry run' }).click()
  await expect(page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled({ timeout: 30_000 })
  // One of the known calls is updated all the same.
  await page.getByRole('radiogroup', { name: 'Line 2', exact: true }).getByText('Update').click()
  await expect(page.getByRole('button', { name: 'Import 1 call' })).toBeEnabled({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Remove the file' }).click()
  await expect(page.getByRole('heading', { name: 'Past imports' })).toBeVisible()

  await page.getByRole('link', { name: `${tag}.csv` }).click()
  await page.getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await expect(page.getByRole('heading', { name: 'Rolled back' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Calls removed').locator('..')).toContainText('27')
})

test('what is no call log is said so, and a dispatcher is not offered the import', async ({ page }) => {
  await signIn(page, 'admin', '/settings/imports')
  await bring(page, 'book.xlsx.csv', 'PK\u0003\u0004 not a text')
  await expect(page.getByText(/save it as CSV first/)).toBeVisible()
  await expect(page.getByText('This file cannot be read')).toBeVisible()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Remove the file' }).click()
  await page.context().clearCookies()
  await signIn(page, 'dana', '/settings/imports')
  await expect(page.getByText('Your role may not see import')).toBeVisible()
})

test('on a phone the list and an import can be read', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page, 'admin', '/settings/imports')
  await expect(page.getByRole('button', { name: 'Choose a CSV file' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Past imports' })).toBeVisible()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(wide).toBe(false)
  await expectAccessible(page)
})
