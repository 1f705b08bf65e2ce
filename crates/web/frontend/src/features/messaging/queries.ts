import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { ConversationQuery } from '@/api/types'

const PAGE = 40
/** Calls that a thread shows among its texts. */
const CALLS = 30

export const conversationsQuery = (query: ConversationQuery) =>
  infiniteQueryOptions({
    queryKey: keys.texts.list(query),
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/conversations', {
          params: { query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
    placeholderData: keepPreviousData,
  })

export const countsQuery = queryOptions({
  queryKey: keys.texts.counts,
  queryFn: () => dataOf(api.GET('/conversations/counts')),
})

/** One conversation, and what stands in the way of writing to it now. */
export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.texts.conversation(id),
    queryFn: () => dataOf(api.GET('/conversations/{id}', { params: { path: { id } } })),
    // The hour at the customer changes by itself.
    refetchInterval: 5 * 60_000,
  })

/** What was written, newest first. */
export const messagesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.texts.messages(id),
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/conversations/{id}/messages', {
          params: { path: { id }, query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.has_more ? last.next_cursor : undefined),
  })

/** The last calls with the customer. */
export const callsOfQuery = (customer: string | undefined) =>
  queryOptions({
    queryKey: [...keys.customers.detail(customer ?? ''), 'thread-calls'],
    queryFn: async () =>
      (await dataOf(api.GET('/calls', { params: { query: { contact_id: customer ?? '', limit: CALLS } } })))
        .data,
    enabled: customer !== undefined,
  })

export const templatesQuery = queryOptions({
  queryKey: keys.settings.section('message-templates'),
  queryFn: async () => (await dataOf(api.GET('/messaging/templates'))).templates,
  staleTime: 60_000,
})

/** To whom a text would go. */
export type Recipient = { call_id: string } | { conversation_id: string }

/** How the words would read to the one they are for. */
export const previewQuery = (message: string, variables: Record<string, string>, to?: Recipient) =>
  queryOptions({
    queryKey: keys.texts.preview({ message, variables, to }),
    queryFn: () => dataOf(api.POST('/messaging/templates/preview', { body: { message, variables, ...to } })),
    enabled: message.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
