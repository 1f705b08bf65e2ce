import { type APIResponse, expect, type Page, test } from '@playwright/test'
import { pauseCallers, signIn } from './desk'
import { formOf, type HostileFile, hostileFiles, type Pictures } from './hostile-files'
import { PAGE, Watch } from './watch'

interface Kept {
  id: string
  name: string
  media_type: string
  download_url: string
  thumbnail_url?: string
}

/** Files that a call may have, less some room. */
const FILES_OF_A_CALL = 40
/** A page of our own that forbids nothing: what protects then is the file's own answer. */
const BARE_PAGE = '/bare-page'

test.beforeAll(async ({ request, baseURL }) => pauseCallers(request, baseURL))

const originOf = (page: Page) => new URL(page.url()).origin
const linksOf = (files: Kept[]) => files.flatMap((one) => [one.download_url, one.thumbnail_url ?? []].flat())

/** Real pictures, made by the browser itself. */
async function draw(page: Page): Promise<Pictures> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 8
    canvas.getContext('2d')?.fillRect(0, 0, 4, 4)
    return ['jpeg', 'png', 'webp'].map((kind) => canvas.toDataURL(`image/${kind}`).split(',')[1] ?? '')
  })
  const [jpeg = '', png = '', webp = ''] = drawn
  const bytes = (text: string) => Buffer.from(text, 'base64')
  return { jpeg: bytes(jpeg), png: bytes(png), webp: bytes(webp) }
}

/** A call of long ago to put files to, settled, so that it stands in nobody's way. */
async function newCall(page: Page): Promise<string> {
  const headers = { origin: originOf(page) }
  const from = `+1404555${String(100 + Math.floor(Math.random() * 100)).padStart(4, '0')}`
  const data = { direction: 'in', answered: true, from, started_at: '2024-02-03T10:00:00Z' }
  const made = await page.request.post('/api/calls', { data, headers })
  expect(made.status()).toBe(201)
  const { id } = (await made.json()).call
  const spam = await page.request.post(`/api/calls/${id}/mark-spam`, {
    data: { reason: 'robocall' },
    headers,
  })
  expect(spam.ok()).toBe(true)
  return id
}

function upload(page: Page, call: string, place: 'attachments' | 'photos', file: HostileFile) {
  const { data, type } = formOf(file)
  const headers = { origin: originOf(page), 'content-type': type }
  return page.request.post(`/api/calls/${call}/${place}`, { data, headers })
}

/** Kept, or refused with words that a person understands. */
async function outcomeOf(answer: APIResponse, what: string): Promise<Kept[]> {
  const body = await answer.json()
  if (answer.status() === 201) return body.attachments
  expect(answer.status(), what).toBeGreaterThanOrEqual(400)
  expect(answer.status(), what).toBeLessThan(500)
  expect(answer.headers()['content-type'], what).toContain('application/problem+json')
  expect(body.detail, what).toMatch(/\w/)
  return []
}

/** Sends every file to both places; answers what was kept, by call. */
async function uploadAll(page: Page, files: HostileFile[]): Promise<Map<string, Kept[]>> {
  const kept = new Map<string, Kept[]>()
  for (const place of ['attachments', 'photos'] as const) {
    for (const [at, file] of files.entries()) {
      const call = (at % FILES_OF_A_CALL === 0 ? await newCall(page) : [...kept.keys()].at(-1)) ?? ''
      const what = `${place}: ${JSON.stringify(file.name.slice(0, 60))} as ${file.type}`
      const found = await outcomeOf(await upload(page, call, place, file), what)
      kept.set(call, [...(kept.get(call) ?? []), ...found])
    }
  }
  return kept
}

/** A new tab with a page of our own address that holds only this. */
async function bareTab(page: Page, body: string): Promise<Page> {
  const tab = await page.context().newPage()
  await tab.route(`**${BARE_PAGE}`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><body>${body}` }),
  )
  await tab.goto(BARE_PAGE, { waitUntil: 'load' })
  return tab
}

/** Headers that make a file harmless, whatever is in it. */
function expectHarmless(answer: APIResponse, what: string) {
  const headers = answer.headers()
  expect(answer.status(), what).toBe(200)
  expect(headers['content-disposition'], what).toMatch(
    /^attachment; filename="[\w .-]+"(; filename\*=UTF-8''[\w.%-]+)?$/,
  )
  expect(headers['x-content-type-options'], what).toBe('nosniff')
  expect(headers['content-security-policy'], what).toBe("sandbox; default-src 'none'; frame-ancestors 'none'")
  expect(headers['cross-origin-resource-policy'], what).toBe('same-origin')
  expect(headers['cache-control'], what).toContain('no-store')
  expect(headers['set-cookie'], what).toBeUndefined()
  expect(headers['content-type'], what).not.toMatch(/html|xml|svg|script|wasm|json|,/)
}

test.describe('files that mean no good', () => {
  // Each file is sent, or followed, one after another.
  test.describe.configure({ timeout: 240_000 })
  let page: Page
  let watch: Watch
  let files: HostileFile[]
  let byCall: Map<string, Kept[]>
  let kept: Kept[]

  test.beforeAll(async ({ browser, baseURL }) => {
    test.setTimeout(240_000)
    const context = await browser.newContext({ baseURL: baseURL ?? '', reducedMotion: 'reduce' })
    page = await context.newPage()
    watch = new Watch(context)
    await signIn(page, 'dana')
    files = hostileFiles(await draw(page))
    byCall = await uploadAll(page, files)
    kept = [...byCall.values()].flat()
  })
  test.afterAll(() => page.context().close())

  test('each is refused in words or kept under a harmless name', () => {
    expect(files.length).toBeGreaterThan(60)
    expect(kept.length).toBeGreaterThan(30)
    for (const one of kept) {
      expect(one.name).toMatch(
        /^[^\p{C}/\\<>:"|?*%`$;&]{1,120}\.(jpe?g|png|webp|gif|hei[cf]|pdf|txt|log|md|csv|docx|mp3|wav|m4a|ogg)$/u,
      )
    }
  })

  test('links need no cookie, take none, and open no other file', async ({ playwright, baseURL }) => {
    const stranger = await playwright.request.newContext({ baseURL: baseURL ?? '' })
    for (const link of linksOf(kept)) {
      expectHarmless(await stranger.get(link), link)
    }
    const [first, second] = kept
    const other = first?.download_url.replace(first.id, second?.id ?? '') ?? ''
    expect((await stranger.get(other)).status()).toBeLessThan(500)
    expect((await stranger.get(other)).ok()).toBe(false)
    const cookie = `${(await page.context().cookies()).map(({ name }) => `${name}=broken`).join('; ')}`
    expectHarmless(await stranger.get(first?.download_url ?? '', { headers: { cookie } }), 'broken cookie')
    // Who is signed in needs the link as well.
    const bare = await page.request.get(first?.download_url.split('?')[0] ?? '')
    expect(bare.ok()).toBe(false)
    await stranger.dispose()
  })

  test('pictures are written anew without what was hidden in them', async () => {
    const pictures = kept.filter((one) => one.thumbnail_url)
    expect(pictures.length).toBeGreaterThan(8)
    for (const link of linksOf(pictures)) {
      const bytes = await (await page.request.get(link)).body()
      expect(bytes.includes('canary'), link).toBe(false)
    }
  })

  test('a browser that goes to one saves it', async () => {
    const tab = await page.context().newPage()
    for (const link of linksOf(kept)) {
      const saving = tab.waitForEvent('download')
      await tab.goto(link).catch(() => undefined)
      const saved = await saving
      expect(saved.suggestedFilename()).toMatch(/^[^\p{C}/\\<>:"|?*]+\.(?!html|svg|js|hta|sh|url)\w{2,4}$/u)
      await saved.cancel()
      expect(tab.url()).toBe('about:blank')
    }
    await watch.expectSilence()
    await tab.close()
  })

  test('a page that embeds them all runs none', async () => {
    const kinds = new Set<string>()
    const embedded = kept.flatMap((one) => {
      const link = one.download_url.replaceAll('&', '&amp;')
      const small = one.thumbnail_url?.replaceAll('&', '&amp;') ?? link
      const each = `<img src="${link}"><img src="${small}"><script src="${link}"></script>
        <script type=module src="${link}"></script><link rel=stylesheet href="${link}"><iframe src="${link}"></iframe>`
      if (kinds.has(one.media_type)) return each
      kinds.add(one.media_type)
      return `${each}<object data="${link}"></object><embed src="${link}"><video src="${link}"></video>`
    })
    const tab = await bareTab(page, embedded.join('\n'))
    await watch.expectSilence()
    await tab.close()
  })

  test('none becomes a worker, a service worker or a module', async () => {
    const tab = await bareTab(page, '')
    const ran = await tab.evaluate(async (all) => {
      const works = (what: string, trying: Promise<unknown>) =>
        trying.then(
          () => what,
          () => '',
        )
      const worker = (link: string) =>
        new Promise((resolve, reject) => {
          const one = new Worker(link)
          one.onmessage = resolve
          one.onerror = reject
        })
      const tried = all.map((link) => [
        works(`import ${link}`, import(link)),
        works(`service worker ${link}`, navigator.serviceWorker.register(link)),
        works(`worker ${link}`, worker(link)),
      ])
      return (await Promise.all(tried.flat())).filter(Boolean)
    }, linksOf(kept))
    expect(ran).toEqual([])
    expect(await tab.evaluate(() => navigator.serviceWorker.getRegistrations())).toEqual([])
    await watch.expectSilence()
    await tab.close()
  })

  test('the call shows them as names, and its links are those that were tried', async () => {
    for (const [call, here] of byCall) {
      await page.goto(`/calls/${call}?tab=recording`)
      const shown = page.getByRole('region', { name: 'Attachments' })
      await expect(shown.getByRole('button', { name: /^Remove / })).toHaveCount(here.length, {
        timeout: 30_000,
      })
      const names = (await shown.locator('a[title]').allTextContents()).toSorted()
      expect(names).toEqual(here.map(({ name }) => name).toSorted())
      const links = await shown
        .locator('[href]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
      for (const link of links) expect(link).toMatch(/^\/api\/attachments\/[0-9a-f-]+\/file\?[\w=&.-]+$/)
    }
    const [call = ''] = [...byCall.keys()]
    await page.goto(`/calls/${call}?tab=recording`)
    const saving = page.waitForEvent('download')
    await page
      .getByRole('link', { name: /^Download / })
      .first()
      .click()
    await (await saving).cancel()
    await watch.expectSilence()
  })

  test('the watch itself hears what does run', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '' })
    const heard = new Watch(context)
    const tab = await context.newPage()
    await tab.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
    await tab.goto(BARE_PAGE)
    await expect(heard.expectSilence()).rejects.toThrow()
    const said = heard.heard.join('\n')
    for (const sign of ['canary-script', 'canary-img', 'dialog', 'ran in']) expect(said).toContain(sign)
    await context.close()
  })
})
