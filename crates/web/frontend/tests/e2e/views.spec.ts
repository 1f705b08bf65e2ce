import { expect, type Page, test } from '@playwright/test'
import { callRows, expectAccessible, openRow, pauseCallers, signIn } from './desk'

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

const tabs = (page: Page) => page.getByRole('group', { name: 'Views' })
const tab = (page: Page, name: string) => tabs(page).getByRole('button', { name: new RegExp(`^${name}`) })
const unique = (word: string) => `${word} ${Date.now() % 1_000_000}`

/** Leaves no view behind for the tests that follow. */
async function removeAll(page: Page, names: string[]) {
  const { origin } = new URL(page.url())
  const { user_views, team_views } = await (await page.request.get('/api/calls/views')).json()
  for (const view of [...user_views, ...team_views]) {
    if (names.some((name) => view.name.startsWith(name)) && view.editable) {
      await page.request.delete(`/api/calls/views/${view.id}`, { headers: { origin } })
    }
  }
}

test('a new workspace has views with counts, and opening one sets the address', async ({ page }) => {
  await signIn(page)
  await expect(tab(page, 'Needs an outcome')).toContainText(/[\d,]+/)
  await tab(page, 'Missed today').click()
  await expect(page).toHaveURL(/period=today/)
  await expect(page).toHaveURL(/status=missed/)
  await expect(tab(page, 'Missed today')).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await expect(tab(page, 'Missed today')).toHaveAttribute('aria-pressed', 'true')
  await tabs(page).getByRole('button', { name: 'All', exact: true }).click()
  await expect(page).not.toHaveURL(/status=missed/)
})

test('a filter is saved as a view, changed, updated, renamed, removed and brought back', async ({ page }) => {
  await signIn(page)
  await expect(callRows(page).first()).toBeVisible()
  const name = unique('Quotes')
  try {
    await page.goto('/calls?intent=quote&period=30d')
    await page.getByRole('button', { name: 'Save view' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.keyboard.press('Enter')
    await expect(tab(page, name)).toHaveAttribute('aria-pressed', 'true')
    await expect(tab(page, name)).toContainText(/[\d,]+/)
    await expect(page.getByRole('button', { name: 'Update view' })).toBeHidden()

    await page.getByRole('columnheader', { name: 'Value' }).getByRole('button').click()
    await expect(tab(page, name)).toContainText('(changed)')
    await page.getByRole('button', { name: 'Update view' }).click()
    await expect(page.getByText(`View "${name}" shows this now`)).toBeVisible()
    await expect(tab(page, name)).not.toContainText('(changed)')

    const renamed = `${name} big`
    await page.getByRole('button', { name: `More for view ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(renamed)
    await page.keyboard.press('Enter')
    await expect(tab(page, renamed)).toBeVisible()

    await page.getByRole('button', { name: `More for view ${renamed}` }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await expect(tab(page, renamed)).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(tab(page, renamed)).toBeVisible()
  } finally {
    await removeAll(page, ['Quotes'])
  }
})

test('an address shows the same calls to somebody who does not have the view', async ({ page, browser }) => {
  await signIn(page)
  const name = unique('Mine')
  try {
    await page.goto('/calls?direction=out&period=7d')
    await page.getByRole('button', { name: 'Save view' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/view=/)
    const { pathname, search } = new URL(page.url())
    const context = await browser.newContext()
    const other = await context.newPage()
    await signIn(other, 'miguel')
    await other.goto(pathname + search)
    await expect(other.getByRole('group', { name: 'Filters in use' })).toContainText('Outbound')
    await expect(tab(other, name)).toHaveCount(0)
    await context.close()
  } finally {
    await removeAll(page, ['Mine'])
  }
})

test('a supervisor shares a view with the team', async ({ page, browser }) => {
  await signIn(page, 'admin')
  const name = unique('Team')
  try {
    await page.goto('/calls?has_recording=true')
    await page.getByRole('button', { name: 'Save view' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.getByRole('dialog').getByRole('switch', { name: 'Share with the team' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(tab(page, name)).toBeVisible()
    const context = await browser.newContext()
    const other = await context.newPage()
    await signIn(other, 'dana')
    await tab(other, name).click()
    await expect(other).toHaveURL(/has_recording=true/)
    await other.getByRole('button', { name: `More for view ${name}` }).click()
    await expect(other.getByRole('menuitem', { name: 'Rename…' })).toHaveCount(0)
    await context.close()
  } finally {
    await removeAll(page, ['Team'])
  }
})

test('each arranges his own tabs', async ({ page }) => {
  await signIn(page)
  await expect(tab(page, 'Needs triage')).toBeVisible()
  await page.getByRole('button', { name: 'All views' }).click()
  const list = page.getByRole('dialog', { name: 'All views' })
  const kept = () => page.waitForResponse((answer) => answer.url().endsWith('/calls/views/arrangement'))
  try {
    const moved = kept()
    await list.getByRole('button', { name: 'Move Missed today up' }).click()
    await moved
    const unpinned = kept()
    await list.getByRole('checkbox', { name: 'Needs triage as a tab' }).click()
    await unpinned
    await page.keyboard.press('Escape')
    await expect(tab(page, 'Needs triage')).toBeHidden()
    await page.reload()
    const names = async () => (await tabs(page).getByRole('button').allInnerTexts()).join(' ')
    await expect(tab(page, 'Missed today')).toBeVisible()
    expect((await names()).indexOf('Missed today')).toBeLessThan((await names()).indexOf('Needs an outcome'))
  } finally {
    const { origin } = new URL(page.url())
    await page.request.put('/api/calls/views/arrangement', { data: { data: [] }, headers: { origin } })
  }
})

test('the palette and the keyboard open views', async ({ page }) => {
  await signIn(page)
  await expect(tab(page, 'Callbacks due')).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByPlaceholder('A name, a number in any format, or a command')
  await palette.fill('view: call')
  await page.getByRole('button', { name: /View: Callbacks due/ }).click()
  await expect(page).toHaveURL(/promise=overdue/)
  // While its field is there, keys are letters.
  await expect(palette).toBeHidden()
  await page.keyboard.press('[')
  await expect(tab(page, 'Missed today')).toHaveAttribute('aria-pressed', 'true')
})

test('an emergency is marked in the list and acknowledged in the drawer', async ({ page }) => {
  await signIn(page)
  const { origin } = new URL(page.url())
  const headers = { origin }
  const call = {
    direction: 'in',
    answered: false,
    from: '+18645550177',
    started_at: new Date(Date.now() - 60_000),
  }
  const made = await page.request.post('/api/calls', { data: call, headers })
  const { id } = (await made.json()).call
  await page.request.patch(`/api/calls/${id}`, { data: { intent: 'emergency' }, headers })
  await page.goto('/calls?escalation_status=queued&escalation_status=sent')
  await expect(callRows(page).first().getByText('Nobody on it')).toBeVisible()
  await openRow(callRows(page).first())
  const pane = page.getByRole('complementary', { name: 'Open call' })
  await expect(pane.getByText('Nobody has it yet')).toBeVisible()
  await expectAccessible(page)
  await pane.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(pane.getByText('Emergency, acknowledged')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the views are accessible, ${colorScheme}, wide and narrow`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await signIn(page)
    await tab(page, 'Missed today').click()
    await page.getByRole('button', { name: 'All views' }).click()
    await expect(page.getByRole('dialog', { name: 'All views' })).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: /^View: Missed today/ }).click()
    await expect(page.getByRole('menuitem', { name: /Callbacks due/ })).toBeVisible()
    await expectAccessible(page)
  })
}
