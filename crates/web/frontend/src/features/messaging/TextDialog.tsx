import { Anchor, Modal, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import type { CallRow, Message } from '@/api/types'
import { nameOfCaller, otherNumber } from '@/features/call/number'
import { formatPhone } from '@/lib/phone'
import { toast } from '@/ui/toast'
import { Bubble } from './Bubble'
import { Composer } from './Composer'
import c from './messaging.module.css'
import { useTexts } from './useTexts'

const SHOWN = 3

interface Props {
  call: Pick<CallRow, 'id' | 'direction' | 'from_e164' | 'to_e164' | 'contact' | 'caller_name'>
  onClose: () => void
}

/** Texts the other party of a call, with the last texts above. */
export default function TextDialog({ call, onClose }: Props) {
  const client = useQueryClient()
  const texts = useTexts()
  const number = otherNumber(call) ?? ''
  const { data } = useQuery({
    queryKey: [...keys.texts.conversations, 'number', number],
    queryFn: () =>
      dataOf(
        api.GET('/messaging/conversation/{number}', {
          params: { path: { number }, query: { limit: SHOWN } },
        }),
      ),
  })
  const sent = () => {
    toast(`Text to ${nameOfCaller(call)} is on its way`)
    void client.invalidateQueries({ queryKey: keys.texts.conversations })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={`Text ${nameOfCaller(call)}`}>
      <p className={`${c.dialogNumber} num dim`}>
        {formatPhone(number)}
        {data?.conversation_id && (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link
                to="/conversations"
                search={{ tab: 'all', with: data.conversation_id ?? '' }}
                {...props}
              />
            )}
          >
            Open the conversation
          </Anchor>
        )}
      </p>
      {!data && <Skeleton height={40} mb={12} />}
      <div className={c.dialogThread}>
        {data?.messages.toReversed().map((message: Message) => (
          <Bubble key={message.id} message={message} texts={texts} editable={false} />
        ))}
      </div>
      <Composer autoFocus to={{ call_id: call.id }} refusals={data?.refusals ?? []} onSent={sent} />
    </Modal>
  )
}
