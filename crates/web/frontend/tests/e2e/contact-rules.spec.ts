import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

const PATH = '/settings/contact'

/** The rules as they were; the returned function puts them back, whatever was saved since. */
async function keepRules(page: Page): Promise<() => Promise<void>> {
  const before = await (await page.request.get(`/api${PATH}`)).json()
  return async () => {
    const { version } = await (await page.request.get(`/api${PATH}`)).json()
    const headers = { origin: new URL(page.url()).origin }
    const restored = await page.request.post(`/api${PATH}`, { data: { ...before, version }, headers })
    expect(restored.ok()).toBe(true)
  }
}

const courtesy = (page: Page) => page.getByRole('group', { name: 'Courtesy hours' })
const saturdayEnd = (page: Page) => page.getByLabel('Courtesy hours, Saturday, until')
/** What the bar below the editor says; other parts of the page have alerts of their own. */
const alert = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text })
const calls = (page: Page) => page.getByRole('textbox', { name: 'Calls a day' })

test('courtesy hours and a cap are changed by keyboard, saved, and there after a reload', async ({
  page,
}) => {
  await signIn(page, 'admin', PATH)
  await expect(courtesy(page)).toBeVisible()
  const restore = await keepRules(page)
  try {
    await saturdayEnd(page).fill('17:30')
    const sunday = courtesy(page).getByRole('switch', { name: 'Sunday' })
    await sunday.press('Space')
    await expect(courtesy(page).getByText('Nobody is contacted')).toBeVisible()
    await calls(page).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('5')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('Rules of contact saved')).toBeVisible()
    await expect(page.getByText('You have unsaved changes.')).toBeHidden()

    await page.reload()
    await expect(saturdayEnd(page)).toHaveValue('17:30')
    await expect(sunday).not.toBeChecked()
    await expect(calls(page)).toHaveValue('5')
  } finally {
    await restore()
  }
})

test('an end at midnight is kept as the end of the day', async ({ page }) => {
  await signIn(page, 'admin', PATH)
  await expect(courtesy(page)).toBeVisible()
  const restore = await keepRules(page)
  try {
    await saturdayEnd(page).fill('00:00')
    await page.getByRole('button', { name: /^Save rules/ }).click()
    await expect(page.getByText('Rules of contact saved')).toBeVisible()
    await page.reload()
    await expect(saturdayEnd(page)).toHaveValue('00:00')
    expect((await (await page.request.get(`/api${PATH}`)).json()).courtesy_hours.saturday.close).toBe('24:00')
  } finally {
    await restore()
  }
})

test('an end before the start says what is wrong, and loses nothing', async ({ page }) => {
  await signIn(page, 'admin', PATH)
  await expect(courtesy(page)).toBeVisible()
  await calls(page).fill('7')
  await saturdayEnd(page).fill('06:00')
  await expect(courtesy(page).getByText('Ends before it begins').filter({ visible: true })).toBeVisible()
  await expect(saturdayEnd(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(saturdayEnd(page)).toHaveAccessibleDescription('Ends before it begins')
  await expect(alert(page, 'Courtesy hours of Saturday need another look.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Save rules/ })).toBeDisabled()
  await expectAccessible(page)
  await saturdayEnd(page).fill('')
  await expect(courtesy(page).getByText('Enter both times').filter({ visible: true })).toBeVisible()
  await expect(calls(page)).toHaveValue('7')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('You have unsaved changes.')).toBeHidden()
  await expect(calls(page)).not.toHaveValue('7')
})

test('what only the server knows to be wrong is said at its field, and loses nothing', async ({ page }) => {
  await page.route(`**/api${PATH}`, (route) =>
    route.request().method() === 'GET'
      ? route.fallback()
      : route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          json: {
            type: 'about:blank',
            title: 'Unprocessable Content',
            status: 422,
            errors: [{ path: 'calls_per_day', code: 'out_of_range', message: 'No more than four here.' }],
          },
        }),
  )
  await signIn(page, 'admin', PATH)
  await calls(page).fill('9')
  await page.getByRole('button', { name: /^Save rules/ }).click()
  await expect(alert(page, 'No more than four here.')).toBeVisible()
  await expect(calls(page)).toHaveAccessibleDescription(/No more than four here\./)
  await expect(calls(page)).toHaveValue('9')
})

test('an emptied cap comes back, and one beyond its limits ends at them', async ({ page }) => {
  await signIn(page, 'admin', PATH)
  await expect(courtesy(page)).toBeVisible()
  const before = await calls(page).inputValue()
  await calls(page).fill('')
  await expect(calls(page)).toHaveValue('')
  await calls(page).blur()
  await expect(calls(page)).toHaveValue(before)
  await calls(page).fill('500')
  await calls(page).blur()
  await expect(calls(page)).toHaveValue('100')
})

test('two admins: the second is told what the first changed, and both stay', async ({ page }) => {
  await signIn(page, 'admin', PATH)
  await expect(courtesy(page)).toBeVisible()
  const restore = await keepRules(page)
  try {
    await calls(page).fill('8')
    const theirs = await (await page.request.get(`/api${PATH}`)).json()
    const saved = await page.request.post(`/api${PATH}`, {
      data: { ...theirs, automated_per_week: 4 },
      headers: { origin: new URL(page.url()).origin },
    })
    expect(saved.ok()).toBe(true)
    const told = page.getByText('Somebody else saved this first.')
    await expect(told.or(page.getByText('You have unsaved changes.'))).toBeVisible()
    if (!(await told.isVisible())) await page.keyboard.press('Control+Enter')
    await expect(told).toBeVisible()
    await page.getByRole('button', { name: 'Put mine on top of theirs' }).click()
    await page.getByRole('button', { name: /^Save rules/ }).click()
    await expect(page.getByText('Rules of contact saved')).toBeVisible()
    const both = await (await page.request.get(`/api${PATH}`)).json()
    expect([both.calls_per_day, both.automated_per_week]).toEqual([8, 4])
  } finally {
    await restore()
  }
})

test('who may not change the rules reads them and is told so', async ({ page }) => {
  await signIn(page, 'vera', PATH)
  await expect(page.getByText('Only admins change the rules of contact.')).toBeVisible()
  await expect(saturdayEnd(page)).toBeDisabled()
  await expect(courtesy(page).getByRole('switch', { name: 'Sunday' })).toBeDisabled()
  await expect(calls(page)).toBeDisabled()
  await expectAccessible(page)
})

test('the rules are accessible, wide and narrow, in light and dark', async ({ page }) => {
  await signIn(page, 'admin', PATH)
  await expect(courtesy(page)).toBeVisible()
  await page.mouse.move(0, 0)
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
})
