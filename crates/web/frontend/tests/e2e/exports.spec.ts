import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { callRows, expectAccessible, expectLive, pauseCallers, signIn } from './desk'

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

test('an admin takes the filtered calls out as a spreadsheet', async ({ page }) => {
  await signIn(page, 'admin', '/calls?status=missed')
  await expect(callRows(page).first()).toBeVisible()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('CSV for spreadsheets')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: /^Export .* calls?$/ }).click()
  await expect(dialog.getByRole('button', { name: 'Download' })).toBeVisible({ timeout: 60_000 })
  const fetched = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  const file = await fetched
  expect(file.suggestedFilename()).toMatch(/^calls-\d{4}-\d\d-\d\d-\d{4}\.csv$/)
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n')
  expect(lines[0]).toContain('started_at,direction,caller,from,to')
  expect(lines.length).toBeGreaterThan(2)
  await expect(dialog).toBeHidden()
})

test('the list of exports says who took what and removes a file', async ({ page }) => {
  await signIn(page, 'owner', '/calls')
  await expectLive(page)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('PDF for paper').click()
  await dialog.getByRole('button', { name: /^Export .* calls?$/ }).click()
  await expect(dialog.getByText(/calls-.*\.pdf|of .* calls/).first()).toBeVisible()
  await dialog.getByRole('link', { name: 'All exports' }).click()
  await expect(page).toHaveURL(/\/exports/)
  const row = page.getByRole('row').filter({ hasText: '.pdf' }).first()
  await expect(row.getByText('Ready')).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  await row.getByRole('button', { name: /^Remove calls-/ }).click()
  await page.getByRole('button', { name: 'Remove the file' }).click()
  await expect(page.getByText('File removed').first()).toBeVisible()
})

test('a crew card opens as a PDF, and a dispatcher exports nothing', async ({ page }) => {
  await signIn(page, 'dana')
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toHaveCount(0)
  await callRows(page)
    .first()
    .click({ position: { x: 250, y: 15 } })
  const link = page.getByRole('link', { name: 'Print for the crew, opens a PDF' })
  const answer = await page.request.get((await link.getAttribute('href')) ?? '')
  expect(answer.headers()['content-type']).toBe('application/pdf')
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await page.goto('/exports')
  await expect(page.getByText('Only admins and owners take calls out')).toBeVisible()
})
