import { useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { Conversation, ConversationPatch, Message, TextResolution } from '@/api/types'
import { formatPhone } from '@/lib/phone'
import { formatSoon } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { toast, toastError, toastUndo } from '@/ui/toast'

/** Name of the customer, else the number. */
export function nameOf(conversation: Conversation): string {
  return conversation.contact?.name || formatPhone(conversation.phone_e164)
}

/** What can be done with conversations and texts, told in a toast. */
export function useTexts() {
  const client = useQueryClient()
  const zone = useZone()
  const refresh = () => client.invalidateQueries({ queryKey: keys.texts.conversations })
  const patch = async (id: string, body: ConversationPatch) => {
    await dataOf(api.PATCH('/conversations/{id}', { params: { path: { id } }, body }))
    await refresh()
  }
  const tried = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      toastError(error)
    }
    await refresh()
  }
  return {
    refresh,
    done: (conversation: Conversation) =>
      tried(async () => {
        await patch(conversation.id, { state: 'done' })
        const member = conversation.assigned_to?.id
        const back = { state: 'open' as const, ...(member ? { assigned_to: member } : {}) }
        toastUndo(`Done: ${nameOf(conversation)}`, () => void tried(() => patch(conversation.id, back)))
      }),
    reopen: (conversation: Conversation) =>
      tried(async () => {
        await patch(conversation.id, { state: 'open' })
        toast(`Open again: ${nameOf(conversation)}`)
      }),
    snooze: (conversation: Conversation, until: string) =>
      tried(async () => {
        await patch(conversation.id, { state: 'snoozed', snoozed_until: until })
        toastUndo(
          `Comes back ${formatSoon(until, zone, Date.now())}`,
          () => void tried(() => patch(conversation.id, { state: 'open' })),
        )
      }),
    assign: (conversation: Conversation, member: { id: string; name: string } | null) =>
      tried(async () => {
        await patch(conversation.id, { assigned_to: member?.id ?? null })
        toast(member ? `Assigned to ${member.name}` : 'Nobody has it')
      }),
    read: async (id: string) => {
      await api.POST('/conversations/{id}/read', { params: { path: { id } } })
      await client.invalidateQueries({ queryKey: keys.texts.conversations })
    },
    cancel: (message: Message) =>
      tried(async () => {
        await dataOf(api.POST('/messages/{id}/cancel', { params: { path: { id: message.id } } }))
        toast('Taken back. It is not sent.')
      }),
    tryNow: (message: Message) =>
      tried(async () => {
        await dataOf(api.POST('/messages/{id}/try', { params: { path: { id: message.id } } }))
        toast('It is tried now')
      }),
    resolve: (message: Message, resolution: TextResolution) =>
      tried(async () => {
        await dataOf(
          api.POST('/messages/{id}/resolve', { params: { path: { id: message.id } }, body: { resolution } }),
        )
        toast(RESOLVED[resolution])
      }),
  }
}

export type Texts = ReturnType<typeof useTexts>

const RESOLVED: Record<TextResolution, string> = {
  send_again: 'It is sent again',
  mark_as_sent: 'Marked as sent',
  dismiss: 'Settled',
}
