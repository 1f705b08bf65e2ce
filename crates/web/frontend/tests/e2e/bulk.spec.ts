import { expect, type Page, test } from '@playwright/test'
import { callRows, expectAccessible, expectLive, missedCalls, pauseCallers, signIn } from './desk'

test.beforeAll(async ({ request, baseURL }) => {
  await pauseCallers(request, baseURL)
  // Whatever the town missed, some calls wait for their outcome.
  await missedCalls(request, baseURL ?? '', 2)
})

const bar = (page: Page) => page.getByRole('region', { name: 'Selected calls' })

/** Ticks the first calls of the list. */
async function select(page: Page, count: number) {
  await expect(callRows(page).nth(count - 1)).toBeVisible()
  for (let index = 0; index < count; index += 1) {
    await callRows(page).nth(index).getByRole('checkbox').click()
  }
  await expect(bar(page)).toContainText(`${count} selected`)
}

async function tag(page: Page, word: string) {
  await bar(page).getByRole('button', { name: 'Tag' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tags' })
  await dialog.getByRole('combobox', { name: /^Tags for/ }).fill(word)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toContainText('will change')
  return dialog
}

test('calls are tagged by a job, and the message takes it back', async ({ page }) => {
  test.setTimeout(180_000)
  const word = `Hail ${Date.now() % 100_000}`
  await signIn(page)
  await expectLive(page)
  await select(page, 3)
  const dialog = await tag(page, word)
  await expect(dialog.getByRole('status')).toContainText('3 calls will change.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Tag 3 calls' }).click()
  await expect(dialog).toBeHidden()
  await expect(bar(page)).toBeHidden()
  const said = page.getByRole('alert').filter({ hasText: `Tag ${word}: done for 3 calls` })
  await expect(said).toBeVisible()
  await page.goto(`/calls?tag=${encodeURIComponent(word)}`)
  await expect(callRows(page)).toHaveCount(3)

  await page.getByRole('button', { name: 'Activity' }).click()
  const activity = page.getByRole('dialog', { name: 'Activity' })
  const line = activity.getByRole('listitem').filter({ hasText: `Tag ${word}` })
  await expect(line).toContainText('3 done')
  await expectAccessible(page)
  await line.getByRole('button', { name: 'Undo' }).click()
  await expect(activity.getByRole('listitem').filter({ hasText: `Take back: Tag ${word}` })).toContainText(
    '3 done',
  )
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(page.getByText('No call matches')).toBeVisible()
})

test('what will be left is said beforehand, and listed afterwards with a way to it', async ({ page }) => {
  test.setTimeout(180_000)
  const word = `Gale ${Date.now() % 100_000}`
  // No call comes in between that would move the rows.
  await signIn(page, 'dana', '/calls?period=yesterday')
  // Rows of today show no date.
  await expect(callRows(page).first()).toContainText(/[A-Z][a-z]{2} \d{1,2}/)
  await select(page, 2)
  const first = await tag(page, word)
  await first.getByRole('button', { name: 'Tag 2 calls' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'done for 2 calls' })).toBeVisible()
  await select(page, 3)
  const again = await tag(page, word)
  await expect(again.getByRole('status')).toContainText('1 of 3 calls will change.')
  await expect(again.getByRole('list', { name: 'Calls that stay as they are' })).toContainText(
    '2 are so already',
  )
  await again.getByRole('button', { name: 'Tag 1 call' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '2 left as they were' })).toBeVisible()
  await page.getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('button', { name: '2 left as they were' }).first().click()
  const rows = page.getByRole('list', { name: 'Calls left as they were' })
  await expect(rows.getByRole('listitem')).toHaveCount(2)
  await expect(rows.getByRole('listitem').first()).toContainText('is so already')
  await expectAccessible(page)
  await rows.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/calls\/[0-9a-f-]{36}/)
})

test('an outcome says what it does and asks for its follow-up', async ({ page }) => {
  await signIn(page, 'dana', '/calls?triage_mode=true')
  await select(page, 2)
  await bar(page).getByRole('button', { name: 'Outcome' }).click()
  const dialog = page.getByRole('dialog', { name: 'Give an outcome' })
  await dialog.getByRole('combobox', { name: 'Outcome' }).click()
  await page.getByRole('option', { name: 'Callback scheduled' }).click()
  await expect(dialog.getByRole('list', { name: 'What it does to each call' })).toContainText(
    'promises a callback',
  )
  await expect(dialog.getByRole('checkbox', { name: 'With a follow-up for each call' })).toBeChecked()
  await dialog.getByRole('textbox', { name: 'Note' }).fill('Storm of May')
  await expect(dialog.getByRole('status')).toContainText('will change')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(bar(page)).toContainText('2 selected')
})

test('all matching are previewed and stopped before anything happens', async ({ page }) => {
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  await page.getByRole('checkbox', { name: /^Select all .* matching$/ }).click()
  const shown = (await page.getByText(/^[\d,]+ calls$/).innerText()).replace(' calls', '')
  const dialog = await tag(page, 'Everybody')
  await expect(dialog.getByRole('button', { name: `Tag ${shown} calls` })).toBeEnabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await bar(page).getByRole('button', { name: 'Clear the selection' }).click()
  await expect(bar(page)).toBeHidden()
})

test('a viewer selects and changes nothing', async ({ page }) => {
  await signIn(page, 'vera')
  await select(page, 1)
  await expect(bar(page).getByRole('button', { name: 'Tag' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Activity' })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('calls are selected by a button or a long press', async ({ page }) => {
    await signIn(page)
    const cards = page.getByRole('region', { name: 'Calls' }).getByRole('button')
    await expect(cards.nth(2)).toBeVisible()
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    await cards.nth(0).click()
    await cards.nth(1).click()
    await expect(bar(page)).toContainText('2 selected')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Done', exact: true }).click()
    await expect(bar(page)).toBeHidden()
    await cards.nth(2).dispatchEvent('pointerdown', { pointerType: 'touch', clientX: 100, clientY: 300 })
    await expect(bar(page)).toContainText('1 selected')
  })
})
