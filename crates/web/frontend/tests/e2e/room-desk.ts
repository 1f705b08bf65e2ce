import type { Page } from '@playwright/test'

interface Person {
  member_id: string
  name: string
  state: 'ringing' | 'joined' | 'left' | 'unreached'
  is_me: boolean
}

/** What the server would say of the call. */
export interface PlayedRoom {
  held_since?: string | undefined
  transfer_to?: string | undefined
  may_steer: boolean
  people: Person[]
}

export interface Played {
  callId: string
  room: PlayedRoom
  /** What was asked of the server, in its order. */
  asked: string[]
  /** Set: the next request that changes something is refused with these words. */
  refusal: string | undefined
}

export const MIGUEL = '00000000-0000-4000-8000-000000000002'
const THEO = '00000000-0000-4000-8000-000000000003'
const ADA = '00000000-0000-4000-8000-000000000004'

const COLLEAGUES = [
  { member_id: THEO, name: 'Theo Lang', presence: 'offline', in_browser: false, has_phone: false },
  { member_id: MIGUEL, name: 'Miguel Santos', presence: 'available', in_browser: true, has_phone: false },
  { member_id: ADA, name: 'Ada Prince', presence: 'away', in_browser: false, has_phone: true },
].map((one) => ({ ...one, role: 'dispatcher' }))

/** Puts whoever is signed in on a call of which a pretend server tells; the real one knows no such call. */
export async function playCall(page: Page): Promise<Played> {
  const { member } = await (await page.request.get('/api/auth/me')).json()
  const { data } = await (await page.request.get('/api/calls?status=completed&limit=1')).json()
  const played: Played = {
    callId: data[0].id,
    room: {
      may_steer: true,
      people: [{ member_id: member.id, name: member.name, state: 'joined', is_me: true }],
    },
    asked: [],
    refusal: undefined,
  }
  await route(page, played)
  const talk = {
    way: 'out',
    phase: 'connected',
    name: 'Ann Smith',
    number: '+14045550123',
    logId: played.callId,
    talkingSince: Date.now() - 83_000,
    muted: false,
    digits: '',
  }
  await page.evaluate(
    (kept) => sessionStorage.setItem('callboard.talk', kept),
    JSON.stringify({ member: member.id, talk }),
  )
  await page.reload()
  return played
}

async function route(page: Page, played: Played): Promise<void> {
  await page.route('**/api/phone/colleagues', (one) => one.fulfill({ json: { colleagues: COLLEAGUES } }))
  await page.route(/\/api\/calls\/[^/]+\/(room|hold|guests|hand-over)/, async (one) => {
    const request = one.request()
    const what = new URL(request.url()).pathname.split('/').slice(4).join('/')
    if (request.method() !== 'GET') {
      played.asked.push(`${request.method()} ${what}`)
      if (played.refusal) {
        const detail = played.refusal
        played.refusal = undefined
        const problem = { type: 'about:blank', title: 'Conflict', status: 409, code: 'not_reachable', detail }
        return one.fulfill({ status: 409, contentType: 'application/problem+json', json: problem })
      }
      change(played.room, request.method(), what, request.postDataJSON())
    }
    return one.fulfill({ json: played.room })
  })
}

function change(room: PlayedRoom, method: string, what: string, body: unknown): void {
  if (what === 'hold') {
    const { held } = body as { held: boolean }
    room.held_since = held ? new Date().toISOString() : undefined
    room.transfer_to = undefined
  } else if (what === 'guests') {
    const { member_id, as } = body as { member_id: string; as: string }
    const name = COLLEAGUES.find((one) => one.member_id === member_id)?.name ?? ''
    room.people = [
      ...room.people.filter((one) => one.member_id !== member_id),
      { member_id, name, state: 'ringing', is_me: false },
    ]
    if (as === 'successor') {
      room.transfer_to = member_id
      room.held_since ??= new Date().toISOString()
    }
  } else if (what === 'hand-over') {
    room.people = room.people.map((one) => (one.is_me ? { ...one, state: 'left' } : one))
    room.may_steer = false
  } else if (method === 'DELETE') {
    room.people = room.people.filter((one) => !what.endsWith(one.member_id))
    room.transfer_to = undefined
  }
}

/** A colleague moves, as the telephone company would report it. */
export function moves(played: Played, member: string, state: Person['state']): void {
  played.room.people = played.room.people.map((one) => (one.member_id === member ? { ...one, state } : one))
  if (state === 'unreached') played.room.transfer_to = undefined
}
