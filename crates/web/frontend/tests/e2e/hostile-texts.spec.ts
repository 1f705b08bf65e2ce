import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { callRows, openRow, pauseCallers, signIn } from './desk'
import { expectOnlyText, Stranger, TEXTS } from './hostile-texts'
import { Watch } from './watch'

/** Everything at once, for what is on every page. */
const NAME = `${TEXTS.override}<img src=/canary-n onerror=__ran=1>`

/** A text as the desk shows it. */
const seen = (text: keyof typeof TEXTS) =>
  TEXTS[text].replace(/[\u202a-\u202e\u2066-\u2069]/g, '').slice(0, 30)

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

test.describe('texts that mean no good', () => {
  test.describe.configure({ mode: 'serial', timeout: 240_000 })
  let page: Page
  let watch: Watch
  let stranger: Stranger

  test.beforeAll(async ({ browser, baseURL }) => {
    test.setTimeout(240_000)
    const context = await browser.newContext({ baseURL: baseURL ?? '', reducedMotion: 'reduce' })
    page = await context.newPage()
    watch = new Watch(context)
    await signIn(page, 'owner')
    stranger = new Stranger(page.request, new URL(page.url()).origin)
    for (const [at, text] of Object.keys(TEXTS).entries()) await stranger.put(text as keyof typeof TEXTS, at)
    await stranger.rename('theo', NAME, NAME)
  })
  test.afterAll(async () => {
    test.setTimeout(240_000)
    await stranger.leave()
    await page.context().close()
  })

  /** Goes to a page and waits until what it asked for is there. */
  async function walk(path: string): Promise<void> {
    await page.goto(path, { waitUntil: 'networkidle' })
    await expect(page.locator('#root')).not.toBeEmpty()
    await expectOnlyText(page)
  }

  test('they are kept or refused, and lists show them as texts', async () => {
    // Every place took most of them; who takes none is no proof.
    for (const [place, taken] of stranger.taken) expect(taken, place).toBeGreaterThan(5)
    await walk('/calls')
    const rows = page.getByRole('grid', { name: 'Calls' })
    for (const text of [TEXTS.html, TEXTS.image, TEXTS.shell, 'Evil Eve', 'Odd Otto']) {
      await expect(rows.getByText(text).first()).toBeVisible()
    }
    await openRow(callRows(page).nth(1))
    await expect(page.getByRole('complementary', { name: 'Open call' })).toBeVisible()
    await expectOnlyText(page)
    await walk('/customers')
    await expect(page.getByText(TEXTS.html).first()).toBeVisible()
    for (const path of ['/follow-ups', '/reports', '/wallboard', '/exports', '/transcripts']) await walk(path)
    await watch.expectSilence()
  })

  test('calls and customers show them as texts', async () => {
    for (const text of ['html', 'override', 'isolates', 'long'] as const) {
      const { call, customer } = stranger.of(text)
      await walk(`/calls/${call}`)
      await expect(page.getByText(seen(text)).first()).toBeVisible()
      await walk(`/customers/${customer}`)
      await expect(page.getByText(seen(text)).first()).toBeVisible()
    }
    for (const tab of ['details', 'history']) await walk(`/calls/${stranger.of('image').call}?tab=${tab}`)
    await watch.expectSilence()
  })

  test('conversations, their messages and triage show them as texts', async () => {
    await walk('/conversations?tab=all')
    const list = page.getByRole('list', { name: 'Conversations' }).getByRole('button')
    const head = page.getByRole('region', { name: 'Conversation', exact: true })
    for (const text of ['html', 'override', 'isolates'] as const) {
      await list
        .filter({ hasText: seen(text) })
        .first()
        .click()
      await expect(head).toContainText(seen(text))
      await head.getByRole('button', { name: /^(Done|Reopen)$/ }).click()
      await expect(
        page.getByText(new RegExp(`^(Done|Open again): .*${seen(text).slice(0, 8)}`)).first(),
      ).toBeVisible()
      await expectOnlyText(page)
    }
    await walk('/triage')
    await expect(page.getByRole('region', { name: 'Call at hand' })).toBeVisible()
    await watch.expectSilence()
  })

  test('settings show them as texts', async () => {
    await walk('/settings/texts')
    await expect(page.getByRole('cell', { name: TEXTS.html }).first()).toBeVisible()
    await walk('/settings/telephony')
    await expect(page.getByText(TEXTS.html).first()).toBeVisible()
    for (const part of [
      'members',
      'audit',
      'api-keys',
      'blocked-numbers',
      'do-not-contact',
      'imports',
      'workspace',
    ])
      await walk(`/settings/${part}`)
    await watch.expectSilence()
  })

  test('whoever rings is shown by name, in the dock and in the tab', async () => {
    const row = await (await page.request.get(`/api/calls/${stranger.of('html').call}`)).json()
    await page.route('**/api/calls?*status=ringing*', (route) => {
      const call = { ...row.call, status: 'ringing', caller_name: NAME, started_at: new Date().toISOString() }
      const { contact: _, ...ringing } = call
      return route.fulfill({ json: { data: [ringing], has_more: false } })
    })
    await walk('/follow-ups')
    const dock = page.getByRole('region', { name: 'Telephone', exact: true })
    await dock.getByRole('button', { name: /^Telephone:/ }).click()
    await page
      .getByRole('dialog', { name: /^Telephone/ })
      .getByText('Available', { exact: true })
      .click()
    await page.keyboard.press('Escape')
    await expect(dock.getByRole('article', { name: /^Incoming call/ })).toContainText('Evil Eve<img')
    await expect(page).toHaveTitle(/Evil Eve/)
    await expectOnlyText(page)
    await watch.expectSilence()
  })

  test('the palette finds them as texts', async () => {
    await page.keyboard.press('Control+k')
    await expect(page.getByPlaceholder('A name, a number in any format, or a command')).toBeFocused()
    await page.keyboard.type('Hettie')
    await expect(page.getByRole('dialog').getByText(TEXTS.html).first()).toBeVisible()
    await expectOnlyText(page)
    await page.keyboard.press('Escape')
    await watch.expectSilence()
  })

  test('no cell of an export and no page of a print is a program', async () => {
    await page.goto('/calls')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Export .* calls?$/ }).click()
    const fetched = page.waitForEvent('download', { timeout: 60_000 })
    await dialog.getByRole('button', { name: 'Download' }).click({ timeout: 60_000 })
    const csv = await readFile(await (await fetched).path(), 'utf8')
    expect(csv).toContain('Evil Eve')
    const cells = csv.replace(/^\ufeff/, '').match(/"(?:[^"]|"")*"|[^,\r\n]+/g) ?? []
    const live = cells.filter(
      (cell) => /^"?[\s\p{C}"]*[=+@\-\t]/u.test(cell) && !/^"?[+-]?\d+(\.\d+)?"?$/.test(cell),
    )
    expect(live).toEqual([])
    const print = await page.request.get(`/api/calls/${stranger.of('html').call}/print`)
    expect((await print.body()).toString('latin1')).not.toMatch(
      /\/(JS|JavaScript|OpenAction|Launch|URI|AA)\b/,
    )
  })
})
