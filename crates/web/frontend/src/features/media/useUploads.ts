import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { keys } from '@/api/keys'
import type { MediaAttachment } from '@/api/types'
import { reasonOf, refusal, send } from './upload'

export interface UploadItem {
  /** Also the key under which it is added once. */
  id: string
  file: File
  /** 0 to 1. */
  share: number
  error?: string
}

interface Uploads {
  items: readonly UploadItem[]
  add: (files: Iterable<File>) => void
  retry: (id: string) => void
  dismiss: (id: string) => void
}

/** Files on their way to a call, one after the other, each with its own progress and its own error. */
export function useUploads(call: string): Uploads {
  const client = useQueryClient()
  const [items, setItems] = useState<readonly UploadItem[]>([])
  const queue = useRef<UploadItem[]>([])
  const busy = useRef(false)
  const stop = useRef(new AbortController())

  useEffect(() => {
    const leaving = new AbortController()
    stop.current = leaving
    return () => leaving.abort()
  }, [])

  const change = useCallback((id: string, part: Partial<UploadItem>) => {
    setItems((all) => all.map((item) => (item.id === id ? { ...item, ...part } : item)))
  }, [])

  const work = useCallback(async () => {
    if (busy.current) return
    busy.current = true
    for (let next = queue.current.shift(); next; next = queue.current.shift()) {
      const { id, file } = next
      try {
        const added = await send(call, file, id, (share) => change(id, { share }), stop.current.signal)
        setItems((all) => all.filter((item) => item.id !== id))
        client.setQueryData<MediaAttachment[]>(keys.calls.attachments(call), (known) => [
          ...(known ?? []).filter((one) => added.every((fresh) => fresh.id !== one.id)),
          ...added,
        ])
        void client.invalidateQueries({ queryKey: keys.calls.attachments(call) })
      } catch (error) {
        if (stop.current.signal.aborted) break
        change(id, { error: reasonOf(error), share: 0 })
      }
    }
    busy.current = false
  }, [call, change, client])

  const add = (files: Iterable<File>) => {
    const fresh = [...files].map((file): UploadItem => {
      const error = refusal(file)
      return { id: crypto.randomUUID(), file, share: 0, ...(error ? { error } : {}) }
    })
    setItems((all) => [...all, ...fresh])
    queue.current.push(...fresh.filter((item) => !item.error))
    void work()
  }
  const retry = (id: string) => {
    const item = items.find((one) => one.id === id)
    if (!item) return
    setItems((all) => all.map((one) => (one.id === id ? { id: one.id, file: one.file, share: 0 } : one)))
    queue.current.push(item)
    void work()
  }
  const dismiss = (id: string) => setItems((all) => all.filter((item) => item.id !== id))
  return { items, add, retry, dismiss }
}
