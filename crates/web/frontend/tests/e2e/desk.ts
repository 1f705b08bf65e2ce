import AxeBuilder from '@axe-core/playwright'
import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test'

/** Members of the demo workspace. */
export type Who = 'owner' | 'admin' | 'dana' | 'miguel' | 'theo' | 'vera'

const PASSWORD = 'callboard-demo'

export async function signIn(page: Page, who: Who = 'dana', path = '/calls'): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`)
  await page.getByLabel('E-mail').fill(`${who}@demo.callboard.local`)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === path.split('?')[0])
  await expect(page.getByRole('banner')).toBeVisible()
}

/** No violation of the rules that can be checked by machine, in the state that the page, or a part of it, is in. */
export async function expectAccessible(page: Page, part?: string): Promise<void> {
  // A colour that is still fading in is no colour.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (one) =>
          one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  )
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const axe = new AxeBuilder({ page }).withTags(tags)
  const { violations } = await (part ? axe.include(part) : axe).analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 200)}`),
  )
  expect(found).toEqual([])
}

/** Waits until the live connection stands; from then on changes by others arrive. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible()
}

/** Rows of the call list that hold a call (not the header, not a grey row). */
export function callRows(page: Page) {
  return page.getByRole('grid', { name: 'Calls' }).locator('[role=row][aria-selected]')
}

/** Stops the demo callers, so that no row moves under the pointer. Give it the base URL of the run. */
export async function pauseCallers(request: APIRequestContext, baseURL: string | undefined): Promise<void> {
  const headers = { origin: new URL(baseURL ?? '').origin }
  const data = { email: 'owner@demo.callboard.local', password: PASSWORD }
  expect((await request.post('/api/auth/sign-in', { data, headers })).ok()).toBe(true)
  const simulator = await (await request.get('/api/simulator')).json()
  const paused = { ...simulator, running: false, storm: false }
  expect((await request.put('/api/simulator', { data: paused, headers })).ok()).toBe(true)
}

/** Logs an inbound call by hand, as whoever is signed in; `address` is one of the server. Answers its id. */
export async function logCall(request: APIRequestContext, address: string, facts: object): Promise<string> {
  const headers = { origin: new URL(address).origin }
  const data = { direction: 'in', to: '+14045550190', ...facts }
  const made = await request.post('/api/calls', { data, headers })
  expect(made.status(), await made.text()).toBe(201)
  return (await made.json()).call.id
}

/**
 * Logs missed calls that wait for their outcome, of people of whom the pretend town knows nothing. They are old enough that
 * nobody is texted back by itself. Answers their ids, once a callback is promised to each.
 */
export async function missedCalls(
  request: APIRequestContext,
  address: string,
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) {
    const from = `+164655501${String((Date.now() + at) % 100).padStart(2, '0')}`
    const started_at = new Date(Date.now() - 11 * 60_000).toISOString()
    ids.push(await logCall(request, address, { from, answered: false, started_at }))
  }
  for (const id of ids) {
    const promised = async () => (await (await request.get(`/api/calls/${id}`)).json()).call.promise
    await expect.poll(promised).toBeDefined()
  }
  return ids
}

/** Opens a row beside the list by a click on its left part, where nothing floats above it. */
export async function openRow(row: Locator): Promise<void> {
  await row.click({ position: { x: 250, y: 15 } })
}
