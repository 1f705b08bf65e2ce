import { expect, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

test('business hours: a day is opened, previewed, saved and kept', async ({ page }) => {
  await signIn(page, 'admin', '/settings/business-hours')
  const origin = new URL(page.url()).origin
  const before = await (await page.request.get('/api/settings/business-hours')).json()
  try {
    const add = page.getByRole('button', { name: 'Add hours on Sunday' })
    await expect(add).toBeVisible()
    const remove = page.getByRole('button', { name: 'Remove block 1 of Sunday' })
    while ((await remove.count()) > 0) await remove.click()
    await add.click()
    await expect(page.getByText('You have unsaved changes.')).toBeVisible()
    const closes = page.getByLabel('Sunday closes, block 1')
    await closes.fill('07:00')
    await expect(page.getByText('Sunday needs another look.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Save hours/ })).toBeDisabled()
    await closes.fill('15:30')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('Business hours saved')).toBeVisible()
    await page.reload()
    await expect(closes).toHaveValue('15:30')
  } finally {
    const { version } = await (await page.request.get('/api/settings/business-hours')).json()
    const restored = await page.request.post('/api/settings/business-hours', {
      data: { ...before, version },
      headers: { origin },
    })
    expect(restored.ok()).toBe(true)
  }
})

test('two admins: the second is told what the first changed, and loses nothing', async ({ page }) => {
  await signIn(page, 'admin', '/settings/sla-rules')
  const target = page.getByRole('textbox', { name: 'Due in' }).nth(1)
  await expect(target).toBeVisible()
  const before = Number((await target.inputValue()).replace(/\D/g, ''))
  await target.fill(String(before + 5))
  const origin = new URL(page.url()).origin
  const rules = await (await page.request.get('/api/settings/sla-rules')).json()
  rules.sets[1].name = `Speed to lead ${Date.now() % 1000}`
  const theirs = await page.request.post('/api/settings/sla-rules', { data: rules, headers: { origin } })
  expect(theirs.ok()).toBe(true)
  await expect(
    page.getByText('Somebody else saved this first.').or(page.getByText('You have unsaved changes.')),
  ).toBeVisible()
  if (await page.getByText('You have unsaved changes.').isVisible())
    await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Somebody else saved this first.')).toBeVisible()
  await page.getByRole('button', { name: 'Put mine on top of theirs' }).click()
  await expect(target).toHaveValue(new RegExp(String(before + 5)))
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(target).toHaveValue(new RegExp(`^${before} `))
})

test('a disposition is added, offered in triage, and retired', async ({ page }) => {
  await signIn(page, 'admin', '/settings/dispositions')
  const label = `Price shopper ${Date.now() % 100000}`
  await page.getByRole('button', { name: 'Add a disposition' }).click()
  const dialog = page.getByRole('dialog', { name: 'New disposition' })
  await dialog.getByRole('textbox', { name: 'Label' }).fill(label)
  await dialog.getByRole('combobox', { name: 'Class' }).click()
  await page.getByRole('option', { name: 'Lost' }).click()
  await expect(dialog.getByText('Saving it completes open follow-ups of this call.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Add it' }).click()
  await page.getByRole('button', { name: /^Save dispositions/ }).click()
  await expect(page.getByText('Dispositions saved')).toBeVisible()
  await page.reload()
  await page.getByRole('switch', { name: `Offer ${label}` }).press('Space')
  await page.getByRole('button', { name: /^Save dispositions/ }).click()
  await expect(page.getByText('Dispositions saved')).toBeVisible()
})

test('a member is invited by a link that is shown once, and deactivated', async ({ page }) => {
  await signIn(page, 'owner', '/settings/members')
  const name = `Jordan Example ${Date.now() % 100000}`
  await page.getByRole('button', { name: 'Invite a member' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a member' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(`jordan${Date.now()}@example.test`)
  await dialog.getByRole('button', { name: 'Invite' }).click()
  await expect(page.getByLabel('Password link')).toHaveValue(/\/reset\?token=/)
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Deactivate' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row.getByText('Left')).toBeVisible()
})

test('an API key is shown once and revoked', async ({ page }) => {
  await signIn(page, 'owner', '/settings/api-keys')
  const name = `Report job ${Date.now() % 100000}`
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Make the key' }).click()
  const key = await page.getByRole('textbox', { name: 'API key' }).inputValue()
  expect(key).toMatch(/^cb_/)
  await page.getByRole('button', { name: 'I have saved it' }).click()
  const asProgram = () =>
    fetch(`${new URL(page.url()).origin}/api/calls?limit=1`, { headers: { authorization: `Bearer ${key}` } })
  expect((await asProgram()).status).toBe(200)
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(row.getByText('revoked')).toBeVisible()
  expect((await asProgram()).status).toBe(401)
})

test('the audit log shows before and after', async ({ page }) => {
  await signIn(page, 'admin', '/settings/workspace')
  const name = page.getByRole('textbox', { name: 'Name' })
  const old = await name.inputValue()
  try {
    await name.fill(`${old} Test`)
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('Workspace saved')).toBeVisible()
    await page.goto('/settings/audit')
    const line = page.getByRole('button', { name: /changed the workspace/ }).first()
    await line.click()
    await expect(page.getByRole('cell', { name: `${old} Test`, exact: true })).toBeVisible()
  } finally {
    // Texts to customers name the company.
    const restored = await page.request.patch('/api/settings/workspace', {
      data: { name: old },
      headers: { origin: new URL(page.url()).origin },
    })
    expect(restored.ok()).toBe(true)
  }
})

test('who may not change settings reads them and is told so', async ({ page }) => {
  await signIn(page, 'vera', '/settings/business-hours')
  await expect(page.getByText('Only admins change business hours.')).toBeVisible()
  await expect(page.getByLabel('Monday opens, block 1')).toBeDisabled()
  await expect(page.getByRole('link', { name: 'API keys' })).toHaveCount(0)
  await page.goto('/settings/api-keys')
  await expect(page.getByText('Your role may not see api keys')).toBeVisible()
})

const SECTIONS = [
  'business-hours',
  'sla-rules',
  'dispositions',
  'workspace',
  'members',
  'api-keys',
  'audit',
  'deliveries',
  'sessions',
  'password',
]
for (const section of SECTIONS) {
  test(`settings are accessible: ${section}`, async ({ page }) => {
    await signIn(page, 'owner', `/settings/${section}`)
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    await expect(page.locator('[aria-busy]')).toHaveCount(0)
    // Away from what shows a tooltip.
    await page.mouse.move(0, 0)
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await expectAccessible(page)
  })
}
