import { type BrowserContext, expect } from '@playwright/test'

/** Addresses that only a file or text of a stranger would ask for. */
const CANARY = '/canary-'

/** What a stranger's script does when it runs: it leaves a mark, asks for a canary, and speaks up. */
export const PAYLOAD = `(function(){var g=globalThis;g.__ran=1;try{g.top.__ran=1}catch(e){}try{fetch('${CANARY}script')}catch(e){}try{alert(1)}catch(e){}})()`

/** A page of a stranger: a script, a handler, and things to load. */
export const PAGE = `<script>${PAYLOAD}</script><img data-canary src="${CANARY}img" onerror="${PAYLOAD}"><link rel=stylesheet href="${CANARY}css"><iframe src="javascript:${PAYLOAD}"></iframe>`

/** Hears whatever a stranger's content could do in a browser. */
export class Watch {
  readonly heard: string[] = []

  constructor(private readonly context: BrowserContext) {
    context.on('request', (one) => {
      if (one.url().includes(CANARY)) this.heard.push(`asked for ${one.url()}`)
    })
    context.on('dialog', (one) => {
      this.heard.push(`dialog ${one.message()}`)
      void one.dismiss()
    })
  }

  /** Nothing was done on any page. What runs in a frame marks the page above it, too. */
  async expectSilence(): Promise<void> {
    for (const page of this.context.pages()) {
      const ran = await page.evaluate(() => '__ran' in globalThis)
      if (ran) this.heard.push(`ran in ${page.url()}`)
    }
    expect(this.heard).toEqual([])
  }
}
