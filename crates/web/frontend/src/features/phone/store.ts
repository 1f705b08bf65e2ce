import { useSyncExternalStore } from 'react'
import type { AskedAs } from '@/api/types'
import { isBusy, type Talk, type TalkEvent, talkAfter } from './talk'

/**
 * The telephone of this tab. It stands outside of React because buttons all over the desk place calls, and the dock
 * that shows them comes with a piece of the program of its own.
 */
export interface Phone {
  /** Whose it is; what a member before left behind is not shown to the next. */
  member: string | undefined
  talk: Talk | null
  /** Ringing calls that I put aside. */
  ignored: ReadonlySet<string>
  /** Where I am rung and whether: open or not. `why` says what it was opened for. */
  settings: { opened: boolean; why?: string }
  /** The card is folded to the pill. */
  folded: boolean
  /** As what I am choosing a colleague to ask into the call. */
  choosing: AskedAs | undefined
}

const KEPT = 'callboard.talk'
const FRESH: Phone = {
  member: undefined,
  talk: null,
  ignored: new Set(),
  settings: { opened: false },
  folded: false,
  choosing: undefined,
}

let state = FRESH
const listeners = new Set<() => void>()

function become(next: Phone): void {
  if (next === state) return
  state = next
  for (const notify of listeners) notify()
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify)
  return () => listeners.delete(notify)
}

export const phone = {
  read: (): Phone => state,

  /** Takes the telephone into a member's hands, with the call that was running when the page was loaded anew. */
  begin(member: string): void {
    if (state.member === member) return
    become({ ...FRESH, member, talk: restored(member) })
  },

  tell(event: TalkEvent): void {
    const talk = talkAfter(state.talk, event)
    if (talk === state.talk) return
    // A call that begins is shown, however small the one before was made.
    const begins = event.type === 'answer' || event.type === 'place' || event.type === 'join'
    const choosing = isBusy(talk) ? state.choosing : undefined
    become({ ...state, talk, choosing, folded: begins ? false : state.folded })
    keep(talk)
  },

  ignore(id: string): void {
    become({ ...state, ignored: new Set([...state.ignored, id]) })
  },

  openSettings(why?: string): void {
    become({ ...state, settings: why === undefined ? { opened: true } : { opened: true, why } })
  },

  closeSettings(): void {
    become({ ...state, settings: { opened: false } })
  },

  fold(folded: boolean): void {
    become({ ...state, folded, choosing: undefined })
  },

  /** Opens or closes the choice of a colleague; it is part of the card. */
  choose(choosing: AskedAs | undefined): void {
    become({ ...state, choosing, folded: choosing === undefined ? state.folded : false })
  },
}

export function usePhone(): Phone {
  return useSyncExternalStore(subscribe, phone.read)
}

function keep(talk: Talk | null): void {
  try {
    if (isBusy(talk)) sessionStorage.setItem(KEPT, JSON.stringify({ member: state.member, talk }))
    else sessionStorage.removeItem(KEPT)
  } catch {
    // A forbidden or full store: the call is then forgotten by a reload, and goes on all the same.
  }
}

function restored(member: string): Talk | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as { member: string; talk: Talk } | null
    // What was only asked for got no answer that could be waited for.
    return kept?.member === member && kept.talk.phase !== 'asking' ? kept.talk : null
  } catch {
    return null
  }
}
