import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, pauseCallers, signIn } from './desk'

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

/** A photo of one pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)

/** A call in which this was said, and whose recording waits with the telephone company still. One that goes on has none. */
async function unheardCall(page: Page, said: string): Promise<string> {
  let cursor: string | undefined
  do {
    const query = new URLSearchParams({ q: said, ...(cursor ? { cursor } : {}) })
    const found = await (await page.request.get(`/api/transcripts/search?${query}`)).json()
    for (const { call } of found.data) {
      const recording = await page.request.get(`/api/calls/${call.id}/recording`)
      if (recording.status() === 200 && (await recording.json()).can_be_fetched) return call.id
    }
    cursor = found.next_cursor
  } while (cursor)
  throw new Error(`nobody said "${said}" in a call that nobody has listened to`)
}

test('what was said is found, heard, and followed line by line', async ({ page }) => {
  test.setTimeout(180_000)
  await signIn(page, 'admin', '/transcripts?q=thank%20you')
  const hits = page.getByRole('list', { name: 'Found' })
  await expect(hits.getByRole('listitem').first()).toContainText(/thank you/i)
  await expectAccessible(page)
  await hits.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/calls\/.*tab=transcript/)
  // The newest call may go on still, or have been listened to.
  await page.goto(`/calls/${await unheardCall(page, 'thank you')}?tab=transcript`)
  const lines = page.getByRole('list', { name: 'Transcript' })
  await expect(lines.getByRole('listitem').first()).toBeVisible()

  await page.getByRole('button', { name: /Listen to this call/ }).click()
  const place = page.getByRole('slider', { name: 'Place in the recording' })
  await expect(place).toBeVisible({ timeout: 60_000 })
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
  // No name of a run before.
  const leak = `leak-${Date.now() % 100_000}.png`
  await signIn(page, 'dana', '/transcripts?q=thank%20you')
  await page.getByRole('list', { name: 'Found' }).getByRole('link').first().click()
  await page.getByRole('tab', { name: 'Recording' }).click()
  const files = page.getByRole('region', { name: 'Attachments' })
  await files.getByLabel('Files to attach').setInputFiles([
    { name: leak, mimeType: 'image/png', buffer: PHOTO },
    { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html><script>1</script>') },
  ])
  await expect(files.getByRole('link', { name: leak, exact: true })).toBeVisible()
  await expect(files.getByRole('alert')).toContainText('not kept')
  await expect(files.locator('img').first()).toHaveJSProperty('complete', true)
  await expectAccessible(page)
  await files.getByRole('button', { name: `Remove ${leak}` }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(files.getByRole('link', { name: leak, exact: true })).toBeVisible()
})

test('an admin decides how long media stay, and deletes a recording with a reason', async ({ page }) => {
  await signIn(page, 'admin', '/settings/media')
  await expect(page.getByRole('heading', { name: 'Recording & retention' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/\d+ recordings/)).toBeVisible()
  await expectAccessible(page)
  const days = page.getByRole('textbox', { name: 'Recordings: days' })
  // Another number than that of a run before, so that there is something to save.
  await days.fill(String(180 + (Date.now() % 100)))
  await days.blur()
  await page.getByRole('button', { name: 'Save retention' }).click()
  await expect(page.getByText('Retention saved').first()).toBeVisible()

  await page.goto(`/calls/${await unheardCall(page, 'goodbye')}?tab=recording`)
  await page.getByRole('button', { name: /Listen to this call/ }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click({ timeout: 60_000 })
  await page.getByRole('textbox', { name: 'Reason' }).fill('The customer asked for it')
  await page.getByRole('button', { name: 'Delete the recording' }).click()
  await expect(page.getByText('The recording was deleted').first()).toBeVisible()
})
