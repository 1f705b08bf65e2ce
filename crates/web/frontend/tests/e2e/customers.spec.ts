import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

async function createCustomer(page: Page): Promise<string> {
  const name = `Casey Example ${Date.now() % 1_000_000}`
  await expect(page.getByRole('button', { name: 'New customer' })).toBeVisible()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'New customer' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('textbox', { name: 'Phone 1', exact: true }).fill('(518) 555-0142')
  await dialog.getByRole('button', { name: 'Add customer' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return name
}

test('a customer is added, found by a fragment of the number, and edited', async ({ page }) => {
  await signIn(page, 'dana', '/customers')
  const name = await createCustomer(page)
  await page.getByRole('button', { name: 'Edit' }).click()
  const form = page.getByRole('region', { name: 'Edit customer' })
  await expect(form).toBeVisible()
  await expectAccessible(page)
  await form.getByRole('textbox', { name: 'Company' }).fill('Example Gutters')
  await form.getByRole('button', { name: 'Add an e-mail address' }).click()
  await form.getByRole('textbox', { name: 'E-mail 1' }).fill('casey@example.test')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'About' }).getByText('casey@example.test')).toBeVisible()
  await page.goto(`/customers?q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('grid', { name: 'Customers' }).getByText('Example Gutters')).toBeVisible()
  await page.goto('/customers?q=555-0142')
  await expect(page.getByRole('grid', { name: 'Customers' }).getByText(name)).toBeVisible()
})

test('wrong fields are named where they are', async ({ page }) => {
  await signIn(page, 'dana', '/customers')
  await expect(page.getByRole('button', { name: 'New customer' })).toBeVisible()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'New customer' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Robin Example')
  await dialog.getByRole('textbox', { name: 'Phone 1', exact: true }).fill('12')
  await dialog.getByRole('button', { name: 'Add customer' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Phone 1', exact: true })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
})

test('an edit by somebody else is told, and both are kept', async ({ page }) => {
  await signIn(page, 'dana', '/customers')
  await createCustomer(page)
  await page.getByRole('button', { name: 'Edit' }).click()
  const form = page.getByRole('region', { name: 'Edit customer' })
  await form.getByRole('textbox', { name: 'Company' }).fill('Mine Ltd')
  const theirs = await page.request.patch(`/api${new URL(page.url()).pathname}`, {
    data: { notes: 'Theirs' },
    headers: { origin: new URL(page.url()).origin },
  })
  expect(theirs.ok()).toBe(true)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Somebody else saved this first.')).toBeVisible()
  await page.getByRole('button', { name: 'Put mine on top of theirs' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  const about = page.getByRole('region', { name: 'About' })
  await expect(about.getByText('Theirs')).toBeVisible()
  await expect(page.getByRole('banner').getByText('Mine Ltd').or(page.getByText('Mine Ltd'))).toBeVisible()
})

test('unsaved changes are not left by accident', async ({ page }) => {
  await signIn(page, 'dana', '/customers')
  await createCustomer(page)
  await page.getByRole('button', { name: 'Edit' }).click()
  const form = page.getByRole('region', { name: 'Edit customer' })
  await form.getByRole('textbox', { name: 'Company' }).fill('Unsaved')
  await page.getByRole('link', { name: 'All customers' }).click()
  const guard = page.getByRole('dialog', { name: 'Leave without saving?' })
  await guard.getByRole('button', { name: 'Stay here' }).click()
  await expect(form.getByRole('textbox', { name: 'Company' })).toHaveValue('Unsaved')
  await page.getByRole('link', { name: 'All customers' }).click()
  await guard.getByRole('button', { name: 'Leave' }).click()
  await page.waitForURL(/\/customers$/)
})

test('a meeting is written into the timeline', async ({ page }) => {
  await signIn(page, 'dana', '/customers')
  await createCustomer(page)
  await page.getByRole('textbox', { name: 'What happened' }).fill('Looked at the gutters together')
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Meeting' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).fill('Walk around the house')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByText('Walk around the house')).toBeVisible()
  await expect(timeline.getByText('Looked at the gutters together')).toBeVisible()
})

test('a viewer reads and is offered nothing else', async ({ page }) => {
  await signIn(page, 'vera', '/customers')
  await expect(page.getByRole('grid', { name: 'Customers' }).getByRole('row').nth(1)).toBeVisible()
  await expect(page.getByRole('button', { name: 'New customer' })).toHaveCount(0)
})

for (const [label, size] of [
  ['desk', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`customers are accessible, ${label}, ${scheme}`, async ({ page }) => {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: scheme })
      await signIn(page, 'dana', '/customers')
      await expect(
        page
          .getByText('Last contact')
          .or(page.getByRole('list', { name: 'Customers' }))
          .first(),
      ).toBeVisible()
      await expectAccessible(page)
      const found = await page.request.get('/api/customers?limit=1')
      await page.goto(`/customers/${(await found.json()).data[0].id}`)
      await expect(page.getByRole('region', { name: 'About' })).toBeVisible()
      await expectAccessible(page)
    })
  }
}
