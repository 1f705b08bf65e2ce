import type { ConversationQuery } from '@/api/types'
import { one, oneOf } from '@/lib/url'

export const TABS = [
  { key: 'open', label: 'Open' },
  { key: 'mine', label: 'Mine' },
  { key: 'unassigned', label: 'Unassigned' },
  { key: 'unread', label: 'Unread' },
  { key: 'needs', label: 'Needs you' },
  { key: 'snoozed', label: 'Snoozed' },
  { key: 'done', label: 'Done' },
  { key: 'all', label: 'All' },
] as const
export type TextsTab = (typeof TABS)[number]['key']

/** What the address of the texts page carries. */
export interface TextsSearch {
  tab?: TextsTab
  /** The conversation that is open. */
  with?: string
}

export function readTextsSearch(search: Record<string, unknown>): TextsSearch {
  const tab = oneOf(
    search.tab,
    TABS.map((one) => one.key),
  )
  const open = one(search.with)
  return { ...(tab ? { tab } : {}), ...(open ? { with: open } : {}) }
}

const TAB_QUERY: Record<TextsTab, ConversationQuery> = {
  open: { state: 'open' },
  mine: { state: 'open', mine: true },
  unassigned: { state: 'open', unassigned: true },
  unread: { unread: true },
  needs: { needs_person: true },
  snoozed: { state: 'snoozed' },
  done: { state: 'done' },
  all: {},
}

/** The tab in the words of the API. */
export function queryOf(tab: TextsTab = 'open'): ConversationQuery {
  return TAB_QUERY[tab]
}
