import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useLiveMessages } from '@/api/useLive'
import { formatPhonesIn } from '@/lib/phone'
import { isEscalating } from '@/lib/words'
import { hideUrgent, toastUrgent } from '@/ui/toast'

/**
 * Shows at once, on whatever page, what cannot wait in the bell: an emergency, and the call to whoever is on call.
 * However many there are, they are one message; it goes when somebody has them. Triage shows them first anyway.
 */
export function usePages(): void {
  const navigate = useNavigate()
  const inTriage = useLocation().pathname === '/triage'
  const waiting = useRef(new Map<string, string>())

  const show = () => {
    const texts = [...waiting.current.values()]
    const [newest] = texts.slice(-1)
    if (newest === undefined || inTriage) return hideUrgent()
    const [only] = texts.length === 1 ? waiting.current.keys() : []
    const run = () => {
      waiting.current.clear()
      const search = only ? { call: only } : { escalation_status: ['queued' as const, 'sent' as const] }
      void navigate({ to: '/calls', search })
    }
    toastUrgent(texts.length > 1 ? `${texts.length} emergencies wait for somebody.` : newest, {
      label: 'Open',
      run,
      dismissed: () => waiting.current.clear(),
    })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only coming to triage and leaving it matters
  useEffect(show, [inTriage])

  useLiveMessages((message) => {
    if (message.type === 'notification') {
      const { kind, text, call_id, read_at } = message.notification
      if (kind !== 'escalation' || read_at !== undefined || call_id === undefined) return
      waiting.current.set(call_id, formatPhonesIn(text))
      show()
    } else if (message.type === 'call_updated' && !isEscalating(message.call)) {
      if (waiting.current.delete(message.call.id)) show()
    }
  })
}
