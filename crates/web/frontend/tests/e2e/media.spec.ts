import { expect, test } from '@playwright/test'
import { expectAccessible, pauseCallers, signIn } from './desk'

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

/** A photo of one pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)

test('what was said is found, heard, and followed line by line', async ({ page }) => {
  await signIn(page, 'admin', '/transcripts?q=thank%20you')
  const hits = page.getByRole('list', { name: 'Found' })
  await expect(hits.getByRole('listitem').first()).toContainText(/thank you/i)
  await expectAccessible(page)
  await hits.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/calls\/.*tab=transcript/)
  const lines = page.getByRole('list', { name: 'Transcript' })
  await expect(lines.getByRole('listitem').first()).toBeVisible()

  await page.getByRole('button', { name: /Listen to this call/ }).click()
  const place = page.getByRole('slider', { name: 'Place in the recording' })
  await expect(place).toBeVisible({ timeout: 20_000 })
  await lines.getByRole('button').nth(2).click()
  await expect(place).not.toHaveAttribute('aria-valuenow', '0')
  await expect(lines.locator('[aria-current="true"]')).toHaveCount(1)
  await place.press('Home')
  await expect(place).toHaveAttribute('aria-valuenow', '0')
  await place.press('ArrowRight')
  await expect(place).toHaveAttribute('aria-valuenow', '5')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect.poll(async () => Number(await place.getAttribute('aria-valuenow'))).toBeGreaterThan(5)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expectAccessible(page)

  await page.getByRole('textbox', { name: 'Search this transcript' }).fill('thank')
  await expect(page.getByRole('status', { name: /found/ })).toBeVisible()
  await expect(lines.locator('mark').first()).toBeVisible()
})

test('files are attached, refused by their content, removed and taken back', async ({ page }) => {
  await signIn(page, 'dana', '/transcripts?q=thank%20you')
  await page.getByRole('list', { name: 'Found' }).getByRole('link').first().click()
  await page.getByRole('tab', { name: 'Recording' }).click()
  const files = page.getByRole('region', { name: 'Attachments' })
  await files.getByLabel('Files to attach').setInputFiles([
    { name: 'leak.png', mimeType: 'image/png', buffer: PHOTO },
    { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html><script>1</script>') },
  ])
  await expect(files.getByRole('link', { name: 'leak.png', exact: true })).toBeVisible()
  await expect(files.getByRole('alert')).toContainText('not kept')
  await expect(files.locator('img').first()).toHaveJSProperty('complete', true)
  await expectAccessible(page)
  await files.getByRole('button', { name: 'Remove leak.png' }).first().click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(files.getByRole('link', { name: 'leak.png', exact: true }).first()).toBeVisible()
})

test('an admin decides how long media stay, and deletes a recording with a reason', async ({ page }) => {
  await signIn(page, 'admin', '/settings/media')
  await expect(page.getByRole('heading', { name: 'Recording & retention' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/\d+ recordings/)).toBeVisible()
  await expectAccessible(page)
  const days = page.getByRole('textbox', { name: 'Recordings: days' })
  await days.fill('180')
  await days.blur()
  await page.getByRole('button', { name: 'Save retention' }).click()
  await expect(page.getByText('Retention saved').first()).toBeVisible()

  await page.goto('/transcripts?q=goodbye')
  await page.getByRole('list', { name: 'Found' }).getByRole('link').last().click()
  await page.getByRole('tab', { name: 'Recording' }).click()
  await page.getByRole('button', { name: /Listen to this call/ }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click({ timeout: 20_000 })
  await page.getByRole('textbox', { name: 'Reason' }).fill('The customer asked for it')
  await page.getByRole('button', { name: 'Delete the recording' }).click()
  await expect(page.getByText('The recording was deleted').first()).toBeVisible()
})
