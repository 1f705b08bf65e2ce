import { PAGE, PAYLOAD } from './watch'

/** Pictures of the browser, into which things are hidden. */
export interface Pictures {
  jpeg: Buffer
  png: Buffer
  webp: Buffer
}

export interface HostileFile {
  name: string
  type: string
  bytes: Buffer
  /** Its name goes out as it is, where a browser would write `%22` and `%0D%0A`. */
  raw?: boolean
}

const text = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

const HTML = `<!doctype html><html><body>${PAGE}</body></html>`
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"`
/** Nothing of a page in it: the kind of text that is kept. */
const SCRIPT = `${PAYLOAD};self.addEventListener&&self.addEventListener('fetch',function(e){e.respondWith(fetch('/canary-sw'))})`
/** Longer than what is looked at to find out what a file is. */
const LONG = 'nothing to see here\n'.repeat(1_000)

function crc(bytes: Buffer): number {
  let sum = ~0
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return ~sum >>> 0
}

function u32(value: number, little = false): Buffer {
  const bytes = Buffer.alloc(4)
  if (little) bytes.writeUInt32LE(value)
  else bytes.writeUInt32BE(value)
  return bytes
}

/** A PNG with one more chunk behind its header. */
function withChunk(png: Buffer, kind: string, content: string): Buffer {
  const body = Buffer.from(`${kind}${content}`)
  const chunk = Buffer.concat([u32(body.length - 4), body, u32(crc(body))])
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)])
}

/** A JPEG with a segment behind its beginning: `0xfe` is a comment, `0xe1` is EXIF and XMP. */
function withSegment(jpeg: Buffer, mark: number, content: string): Buffer {
  const length = Buffer.byteLength(content) + 2
  const head = Buffer.from([0xff, mark, length >> 8, length & 0xff])
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(content), jpeg.subarray(2)])
}

/** A ZIP of files that are not compressed. */
function zip(files: Record<string, string>): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const body = Buffer.from(content)
    const sizes = Buffer.concat([u32(crc(body), true), u32(body.length, true), u32(body.length, true)])
    const fields = Buffer.concat([Buffer.alloc(8), sizes, Buffer.from([name.length, 0, 0, 0])])
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0'), fields, Buffer.from(name), body])
    const rest = Buffer.concat([Buffer.alloc(10), u32(at, true), Buffer.from(name)])
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0\x14\0'), fields, rest]))
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(entries)
  const count = Buffer.from([entries.length, 0, entries.length, 0])
  const sizes = Buffer.concat([u32(directory.length, true), u32(at, true), Buffer.alloc(2)])
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06\0\0\0\0'), count, sizes])
}

const pdf = (action: string) =>
  text(`%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction${action}>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/AA<</O${action}>>>>endobj
trailer<</Root 1 0 R>>\n%%EOF`)

/** A page under names and media types of something else. */
function disguises(): HostileFile[] {
  const as: [string, string][] = [
    ['page.jpg', 'image/jpeg'],
    ['page.png', 'image/png'],
    ['page.gif', 'image/gif'],
    ['page.pdf', 'application/pdf'],
    ['page.txt', 'text/plain'],
    ['page.csv', 'text/csv'],
    ['page.mp3', 'audio/mpeg'],
    ['page.html', 'text/html'],
    ['page.xhtml', 'application/xhtml+xml'],
    ['page.jpg.html', 'image/jpeg'],
    ['page', 'text/html; charset=utf-7'],
    ['page.png', 'image/png, text/html'],
    ['page.png', 'image/png; charset="utf-8\ttext/html"'],
    ['page.hta', 'application/hta'],
  ]
  return as.map(([name, type]) => ({ name, type, bytes: text(HTML) }))
}

/** Pages that hide their beginning from who looks at it. */
function beginnings(): HostileFile[] {
  const utf16 = Buffer.from(HTML, 'utf16le')
  const bytes: [string, Buffer][] = [
    ['bom.txt', text([0xef, 0xbb, 0xbf], HTML)],
    ['spaces.txt', text(' \t\r\n'.repeat(300), HTML)],
    ['nul.txt', text([0, 0, 0, 0], HTML)],
    ['utf16le.txt', text([0xff, 0xfe], [...utf16])],
    ['utf16be.txt', text([0xfe, 0xff], [...Buffer.from(utf16).swap16()])],
    ['utf16-no-mark.txt', utf16],
    ['utf7.txt', text('+ADw-script+AD4-globalThis.__ran=1+ADw-/script+AD4-')],
    ['iso2022.txt', text('\x1b(J', HTML)],
    ['late.txt', text(LONG, HTML)],
    ['late.csv', text('a,b\n', LONG, HTML)],
    ['handler.txt', text(`hello <a href="javascript:${PAYLOAD}">x</a> <details open ontoggle="${PAYLOAD}">`)],
    ['odd-tag.txt', text(`hello <math><style><x title="</style><video src=x onerror=${PAYLOAD}>">`)],
    ['comment.txt', text(`--><x:script xmlns:x="http://www.w3.org/1999/xhtml">${PAYLOAD}</x:script>`)],
  ]
  return bytes.map(([name, one]) => ({ name, type: 'text/plain', bytes: one }))
}

/** Drawings and documents of XML. */
function markup(): HostileFile[] {
  const files: [string, string, string][] = [
    ['script.svg', 'image/svg+xml', `${SVG}><script>${PAYLOAD}</script></svg>`],
    ['onload.svg', 'image/svg+xml', `${SVG} onload="${PAYLOAD}"/>`],
    ['foreign.svg', 'image/svg+xml', `${SVG}><foreignObject>${PAGE}</foreignObject></svg>`],
    [
      'outside.svg',
      'image/svg+xml',
      `${SVG}><image xlink:href="/canary-svg"/><use href="/canary-u#x"/></svg>`,
    ],
    ['svg.png', 'image/png', `<?xml version="1.0"?>${SVG} onload="${PAYLOAD}"/>`],
    [
      'stylesheet.xml',
      'text/xml',
      `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/canary-xsl"?><a/>`,
    ],
    ['xslt.xml', 'text/xsl', `<x:stylesheet version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform"/>`],
    [
      'entity.xml',
      'text/xml',
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "/canary-xxe">]><a>&e;</a>`,
    ],
    ['laughs.xml', 'text/xml', `<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>`],
    ['feed.rss', 'application/rss+xml', `<rss><channel><title>${PAGE}</title></channel></rss>`],
    ['mail.mhtml', 'multipart/related', `MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${HTML}`],
  ]
  return files.map(([name, type, body]) => ({ name, type, bytes: text(body) }))
}

/** Programs, and texts that other programs obey. */
function programs(): HostileFile[] {
  const files: [string, string, Buffer][] = [
    ['run.js', 'text/javascript', text(SCRIPT)],
    ['run.mjs', 'application/javascript', text(`export default 1;${SCRIPT}`)],
    ['sw.js.txt', 'text/plain', text(SCRIPT)],
    ['sw.csv', 'text/csv', text(SCRIPT)],
    ['worker.json', 'application/json', text(`["/canary-json"]`)],
    ['app.webmanifest', 'application/manifest+json', text(`{"start_url":"/canary-app","icons":[]}`)],
    ['style.css', 'text/css', text(`@import "/canary-import";*{background:url(/canary-bg)}`)],
    ['formula.csv', 'text/csv', text(`name\n=HYPERLINK("http://canary.example/")\n@SUM(1)\n+1\n-1\n`)],
    [
      'card.vcf',
      'text/vcard',
      text(`BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\nURL:javascript:1\r\nEND:VCARD\r\n`),
    ],
    ['date.ics', 'text/calendar', text(`BEGIN:VCALENDAR\r\nATTACH:file:///etc/passwd\r\nEND:VCALENDAR\r\n`)],
    ['link.url', 'text/plain', text(`[InternetShortcut]\r\nURL=file://canary.example/a\r\n`)],
    ['run.sh', 'text/plain', text('#!/bin/sh\necho ran\n')],
    ['run.php.jpg', 'image/jpeg', text(`<?php echo 1;`)],
    ['module.wasm', 'application/wasm', text('\0asm', [1, 0, 0, 0])],
    ['film.swf', 'application/x-shockwave-flash', text('FWS', [9, 0, 0, 0, 0], SCRIPT)],
    ['pack.zip', 'application/zip', zip({ 'index.html': HTML })],
    ['pack.jar', 'image/gif', Buffer.concat([text('GIF89a'), zip({ 'A.class': 'x' })])],
    [
      'letter.docx',
      'application/octet-stream',
      zip({
        '[Content_Types].xml': '<Types/>',
        '_rels/.rels': `<Relationships><Relationship Target="/canary-docx" TargetMode="External"/></Relationships>`,
        'word/document.xml': HTML,
      }),
    ],
    [
      'script.pdf',
      'application/pdf',
      pdf(`<</S/JavaScript/JS(app.alert\\(1\\);app.launchURL\\("/canary-pdf"\\))>>`),
    ],
    ['address.pdf', 'application/pdf', pdf('<</S/URI/URI(javascript:alert\\(1\\))>>')],
    ['launch.pdf', 'application/pdf', pdf('<</S/Launch/F(/bin/sh)>>')],
    ['both.pdf', 'text/html', text('%PDF-1.4\n', HTML)],
  ]
  return files.map(([name, type, bytes]) => ({ name, type, bytes }))
}

/** Pictures and sounds that are something else as well, or only begin like one. */
function doubles({ jpeg, png, webp }: Pictures): HostileFile[] {
  const brand = (name: string) => text([0, 0, 0, 24], `ftyp${name}`, [0, 0, 0, 0], `${name}mif1`, HTML)
  const files: [string, string, Buffer][] = [
    ['real.jpg', 'text/html', Buffer.concat([jpeg, text(HTML)])],
    ['comment.jpg', 'image/jpeg', withSegment(jpeg, 0xfe, HTML)],
    ['exif.jpg', 'image/jpeg', withSegment(jpeg, 0xe1, `Exif\0\0${HTML}`)],
    ['xmp.jpg', 'image/jpeg', withSegment(jpeg, 0xe1, `http://ns.adobe.com/xap/1.0/\0${SVG}>${PAGE}</svg>`)],
    ['short.jpg', 'image/jpeg', text([0xff, 0xd8, 0xff, 0xe0], HTML)],
    ['text.png', 'image/png', withChunk(png, 'tEXt', `Comment\0${HTML}`)],
    ['itxt.png', 'image/png', withChunk(png, 'iTXt', `XML:com.adobe.xmp\0\0\0\0\0${PAGE}`)],
    ['tail.png', 'text/html', Buffer.concat([png, text(HTML)])],
    ['short.png', 'image/png', text([0x89], 'PNG\r\n', [0x1a], '\n', HTML)],
    ['tail.webp', 'image/webp', Buffer.concat([webp, text(HTML)])],
    ['short.webp', 'image/webp', text('RIFF', [9, 0, 0, 0], 'WEBPVP8 ', HTML)],
    ['script.gif', 'image/gif', text(`GIF89a=1;${SCRIPT}`)],
    ['page.gif', 'image/gif', text('GIF87a', HTML)],
    ['short.gif', 'image/gif', text(`GIF8=1;${SCRIPT}`)],
    ['page.heic', 'image/heic', brand('heic')],
    ['page.avif', 'image/avif', brand('avif')],
    ['odd-brand.heic', 'image/heic', brand('html')],
    ['page.ico', 'image/x-icon', text([0, 0, 1, 0, 1, 0], HTML)],
    ['page.bmp', 'image/bmp', text(`BM/*`, [0, 0], `*/=1;${SCRIPT}`)],
    ['page.tiff', 'image/tiff', text('II*\0', HTML)],
    ['page.wav', 'audio/wav', text('RIFF', [9, 0, 0, 0], 'WAVE', HTML)],
    ['tag.mp3', 'audio/mpeg', text('ID3', [3, 0, 0, 0, 0, 1, 0], HTML)],
    ['page.m4a', 'audio/mp4', brand('M4A ')],
    ['page.ogg', 'audio/ogg', text('OggS\0', HTML)],
  ]
  return files.map(([name, type, bytes]) => ({ name, type, bytes }))
}

/** Names that want to be more than a name, on a text that is kept. */
function names(): HostileFile[] {
  const all = [
    'a"; filename=x.html',
    "a'*=UTF-8''x.html",
    'a\r\nContent-Type: text/html\r\n\r\n<script>.txt',
    'photo\u202egpj.html',
    'photo\u2066\u200b.html',
    '../../../../assets/index.js',
    '..\\..\\windows\\run.hta',
    '/etc/passwd',
    'C:evil.html::$DATA',
    '.htaccess',
    '%2e%2e%2f%0d%0ax.html',
    '<img src=x onerror=globalThis.__ran=1>.html',
    '$(id)`id`;|&.sh',
    'a\0.html',
    'CON.html',
    '👩‍👩‍👧.svg',
    `${'long'.repeat(400)}.html`,
    ' ',
  ]
  const file = { type: 'text/html', bytes: text('The boiler hums.\n') }
  const raw = ['x"; filename="y.html', "x\"; filename*=UTF-8''y.html", 'x\r\nContent-Type: text/html']
  return [...all.map((name) => ({ ...file, name })), ...raw.map((name) => ({ ...file, name, raw: true }))]
}

/** Files that mean no good, all of them made here. */
export function hostileFiles(pictures: Pictures): HostileFile[] {
  const empty = { name: 'empty.png', type: 'image/png', bytes: Buffer.alloc(0) }
  const groups = [disguises(), beginnings(), markup(), programs(), doubles(pictures), names()]
  return [empty, ...groups.flat()]
}

const BOUNDARY = '----callboard-hostile'

/** A form with one file, written as browsers write it. */
export function formOf({ name, type, bytes, raw }: HostileFile): { data: Buffer; type: string } {
  const signs: Record<string, string> = { '"': '%22', '\r': '%0D', '\n': '%0A' }
  const written = raw ? name : name.replace(/["\r\n]/g, (sign) => signs[sign] ?? '')
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${written}"\r\nContent-Type: ${type}\r\n\r\n`
  const data = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
  return { data, type: `multipart/form-data; boundary=${BOUNDARY}` }
}
