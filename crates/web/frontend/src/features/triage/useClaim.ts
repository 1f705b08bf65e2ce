import { useEffect } from 'react'
import { api } from '@/api/client'
import { type ApiError, isApiError } from '@/api/problem'
import { useMe } from '@/api/session'
import { useLiveMessages } from '@/api/useLive'

/** Who has the call instead. */
export interface Holder {
  name: string
  until?: string
}

const RENEW_MS = 60_000

export async function claim(id: string, takeOver = false) {
  const { data } = await api.POST('/calls/{id}/claim', {
    params: { path: { id } },
    body: takeOver ? { take_over: true } : {},
  })
  if (!data) throw new Error('a claim without an answer')
  return data
}

export async function release(id: string): Promise<void> {
  await api.DELETE('/calls/{id}/claim', { params: { path: { id } } })
}

/** Who holds the call, when that is why the server refused; undefined for any other trouble. */
export function holderOf(error: unknown): Holder | undefined {
  if (!isApiError(error, 409) || (error as ApiError).problem.code !== 'held_by_other') return undefined
  const { by, until } = (error as ApiError).problem
  return { name: nameOf(by), ...(typeof until === 'string' ? { until } : {}) }
}

function nameOf(by: unknown): string {
  if (typeof by === 'string') return by
  if (typeof by === 'object' && by !== null && 'name' in by && typeof by.name === 'string') return by.name
  return 'another member'
}

/**
 * Keeps the claim while the person works: renewed each minute in which there was a key or the pointer moved, so that a
 * desk that was left frees its call. Tells when somebody else has it.
 */
export function useClaimRenewal(id: string | undefined, onLost: (holder: Holder) => void): void {
  const me = useMe().member.id
  useLiveMessages((message) => {
    if (message.type !== 'call_claimed' || message.call_id !== id || !message.by || message.by.id === me)
      return
    onLost({ name: message.by.name, ...(message.until ? { until: message.until } : {}) })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function does not restart the minute
  useEffect(() => {
    if (id === undefined) return
    let active = true
    const note = () => {
      active = true
    }
    const renew = async () => {
      if (!active) return
      active = false
      try {
        await claim(id)
      } catch (error) {
        const holder = holderOf(error)
        if (holder) onLost(holder)
        // Anything else is tried again in a minute; the claim lasts for five.
      }
    }
    const timer = setInterval(() => void renew(), RENEW_MS)
    for (const event of SIGNS) window.addEventListener(event, note, { passive: true })
    return () => {
      clearInterval(timer)
      for (const event of SIGNS) window.removeEventListener(event, note)
    }
  }, [id])
}

const SIGNS = ['keydown', 'pointermove', 'wheel', 'touchstart'] as const
