import { type APIRequestContext, type APIResponse, expect, type Page } from '@playwright/test'

/** Texts that mean no good. Each is short enough for a label; the long one is not. */
export const TEXTS = {
  shell: `Shelly $(id);\`id\`|rm -rf "/" && '`,
  html: '<b data-canary onclick=x>Hettie</b>',
  image: '"><img src=/canary-t onerror=__ran=1>',
  formula: `=HYPERLINK("/canary-f","Fay")`,
  tabbed: `\t=cmd|'/C calc'!A0`,
  header: 'Hedda\r\nSet-Cookie: x=1\r\n\r\n<b data-canary>',
  override: '\u202eEvil Eve',
  isolates: '\u2069\u202e\u2066Odd Otto\u202d',
  marks: '\u200f\u061cMark\u200b\u00ad',
  emoji: '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿Z͑͗ͨ',
  template: '{{constructor.constructor}}#{7}<%=7%>',
  nul: 'Nul\0la',
  long: 'Lo<b data-canary>ng '.repeat(500),
} as const

/** Signs that turn the direction of what follows. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/

const RUN = Date.now()
/** Areas of which is known what time it is there. */
const AREAS = [
  404, 470, 678, 770, 864, 803, 843, 828, 704, 980, 615, 901, 919, 336, 205, 251, 256, 334, 904, 813,
]
/** Another one each run, so that no number has heard of one before. */
const CALLERS = AREAS[RUN % AREAS.length] ?? 404
const number = (area: number, at: number) => `+1${area}55501${String(60 + at).padStart(2, '0')}`
/** Tomorrow, when one may be texted in every zone of the country. */
const noon = () => `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T18:00:00Z`

/** Puts texts into a workspace, and takes away again what can be taken away. */
export class Stranger {
  /** How many texts were kept, by place. */
  readonly taken = new Map<string, number>()
  /** The text that is being put. */
  private text = ''
  private readonly calls: string[] = []
  private readonly made = new Map<string, { call: string; customer: string }>()
  private readonly undo: (() => Promise<unknown>)[] = []

  constructor(
    private readonly request: APIRequestContext,
    private readonly origin: string,
  ) {}

  /** Kept, or refused with words; never more. Answers what was kept. */
  private async send(way: 'post' | 'patch' | 'put' | 'delete', path: string, data?: object) {
    const headers = { origin: this.origin }
    const answer: APIResponse = await this.request[way](`/api${path}`, { headers, ...(data ? { data } : {}) })
    const what = `${way} ${path} ${JSON.stringify(data ?? '').slice(0, 120)}`
    const body = await answer.json().catch(() => ({}))
    const place = `${way} ${path.replace(/[0-9a-f-]{36}/, '…')} ${Object.keys(data ?? {}).join(' ')}`
    const carries = Object.values(data ?? {})
      .flat()
      .some((one) => String(one).startsWith(this.text))
    if (carries) this.taken.set(place, (this.taken.get(place) ?? 0) + Number(answer.ok()))
    if (answer.ok()) return body
    expect(answer.status(), what).toBeGreaterThanOrEqual(400)
    expect(answer.status(), what).toBeLessThan(500)
    expect(answer.headers()['content-type'], what).toContain('application/problem+json')
    expect(body.detail, what).toMatch(/\w/)
    return undefined
  }

  /** Keeps something that is taken away again afterwards. */
  private async lend(path: string, data: object, id: (body: never) => string) {
    const body = await this.send('post', path, data)
    if (body) this.undo.push(() => this.send('delete', `${path}/${encodeURIComponent(id(body as never))}`))
  }

  /** A call and a customer with a text. */
  of(text: keyof typeof TEXTS): { call: string; customer: string } {
    return this.made.get(text) ?? { call: '', customer: '' }
  }

  /** One text in every place that takes texts. */
  async put(kind: keyof typeof TEXTS, at: number): Promise<void> {
    const text = TEXTS[kind]
    this.text = text
    const id = ({ id }: { id: string }) => id
    await this.lend('/settings/lines', { number: number(220 + (RUN % 27), at), label: text }, id)
    const customer = await this.customer(text, at)
    this.made.set(kind, { customer, call: await this.call(text, at) })
    await this.lend('/messaging/templates', { key: `hostile_${at}`, name: text, body: 'Hello' }, id)
    await this.lend('/messaging/templates', { key: `hostile_b_${at}`, name: `Body ${at}`, body: text }, id)
    await this.lend('/calls/views', { name: text, filters: { tag: [text] }, pinned: true }, id)
    const key = ({ api_key }: { api_key: { id: string } }) => api_key.id
    await this.lend('/api-keys', { name: text, role: 'viewer' }, key)
    await this.lend('/imports', { file_name: text, size: 9 }, id)
    const blocked = { number: number(320 + (RUN % 27), at), reason: text }
    await this.lend('/blocked-numbers', blocked, () => blocked.number)
    const marked = await this.send('post', '/dnc', { number: number(420 + (RUN % 27), at), words: text })
    if (marked?.id)
      this.undo.push(() => this.send('post', `/dnc/${marked.id}/lift`, { words: 'Only a test' }))
  }

  private async customer(text: string, at: number): Promise<string> {
    const phones = [{ number: number(CALLERS, at), primary: true }]
    const named = await this.send('post', '/customers', { name: text, phones, company: text, notes: text })
    const { id } = named ?? (await this.send('post', '/customers', { name: `Plain ${at}`, phones })) ?? {}
    await this.send('patch', `/customers/${id}`, { notes: text })
    const note = { type: 'note', direction: 'outbound', subject: text, notes: text }
    await this.send('post', `/customers/${id}/interactions`, note)
    return id
  }

  /** A call of the customer, and one of somebody unknown; answers the former. */
  private async call(text: string, at: number): Promise<string> {
    const fact = {
      direction: 'in',
      answered: false,
      started_at: new Date(Date.now() - at * 1000).toISOString(),
    }
    const ids: string[] = []
    for (const further of [0, 20]) {
      const data = { ...fact, from: number(CALLERS, at + further), to: number(220 + (RUN % 27), at) }
      const named = await this.send('post', '/calls', { ...data, caller_name: text })
      const id: string = (named ?? (await this.send('post', '/calls', data))).call.id
      ids.push(id)
      const due_at = noon()
      await this.send('patch', `/calls/${id}`, { notes: text })
      await this.send('patch', `/calls/${id}/tags`, { tags: [text] })
      await this.send('post', `/calls/${id}/followups`, { type: 'callback', due_at, note: text })
      await this.send('post', `/calls/${id}/send-sms`, {
        message: `${text} ${RUN}`,
        scheduled_for: due_at,
      })
    }
    this.calls.push(...ids)
    return ids[0] ?? ''
  }

  /** What everybody sees on every page. */
  async rename(member: string, name: string, workspace: string): Promise<void> {
    const { data } = await (await this.request.get('/api/members')).json()
    const { id, name: before } = data.find((one: { email: string }) => one.email.startsWith(`${member}@`))
    const { name: company } = await (await this.request.get('/api/settings/workspace')).json()
    await this.send('patch', `/members/${id}`, { name })
    this.undo.push(() => this.send('patch', `/members/${id}`, { name: before }))
    await this.send('patch', '/settings/workspace', { name: workspace })
    this.undo.push(() => this.send('patch', '/settings/workspace', { name: company }))
  }

  /** Leaves the desk to others as it was, and no call of this in anybody's queue. */
  async leave(): Promise<void> {
    for (const id of this.calls) {
      const { follow_ups } = (await (await this.request.get(`/api/calls/${id}`)).json()).call
      expect(await this.send('post', `/calls/${id}/mark-spam`, { reason: 'robocall' })).toBeDefined()
      for (const one of follow_ups ?? []) await this.send('delete', `/followups/${one.id}`)
    }
    for (const step of this.undo.toReversed()) await step()
  }
}

/** Nothing of a text became a part of the page, and none turns what stands beside it. */
export async function expectOnlyText(page: Page): Promise<void> {
  const found = await page.evaluate((source) => {
    const turns = new RegExp(source)
    const wrong: string[] = []
    if (document.querySelector('[data-canary], [src*="canary"], [href*="canary"]'))
      wrong.push('an element of a text')
    if (turns.test(document.title)) wrong.push(`title ${document.title}`)
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (turns.test(value) && name !== 'href') wrong.push(`${element.tagName} ${name}="${value}"`)
        if (/^on/.test(name)) wrong.push(`${element.tagName} ${name}`)
        if (/^\s*javascript:/i.test(value)) wrong.push(`${element.tagName} ${name}="${value}"`)
      }
    }
    // Latin letters of one line stand from left to right, whatever stands before them.
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const place = document.createRange()
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? ''
      const letters = [...text.matchAll(/[A-Za-z]/g)].map(({ index }) => index)
      const boxes = letters.slice(0, 8).map((at) => {
        place.setStart(node as Node, at)
        place.setEnd(node as Node, at + 1)
        return place.getBoundingClientRect()
      })
      const turned = boxes.some((box, at) => {
        const before = boxes[at - 1]
        return before && box.width > 0 && Math.abs(box.top - before.top) < 2 && box.left < before.left - 1
      })
      if (turned) wrong.push(`turned: ${text.slice(0, 60)}`)
    }
    return [...new Set(wrong)]
  }, TURNS.source)
  expect(found, page.url()).toEqual([])
}
