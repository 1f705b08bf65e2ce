import { useLocation, useNavigate } from '@tanstack/react-router'
import type { CallRow } from '@/api/types'
import { answer } from './actions'

/** Takes a ringing call and opens it. */
export function useTakeCall(provider: string): (call: CallRow) => void {
  const open = useOpenCall()
  return (call) => {
    void answer(call, provider)
    open(call.id)
  }
}

/** Opens a call: beside the list where one is, else as a page. Triage keeps the call it holds. */
export function useOpenCall(): (id: string) => void {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  return (id) => {
    if (pathname === '/triage') return
    if (pathname === '/calls') {
      void navigate({ from: '/calls', to: '/calls', search: (before) => ({ ...before, call: id }) })
    } else {
      void navigate({ to: '/calls/$id', params: { id } })
    }
  }
}
