import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { ApiError, isApiError } from '@/api/problem'
import type { Import } from '@/api/types'
import { toast, toastError } from '@/ui/toast'
import { versioned } from '../queries'
import { importQuery, importsQuery } from './queries'
import { upload } from './upload'

/** Uploads of this page, so that moving between the list and the import does not break one off. */
const running = new Map<string, { sent: number; stop: AbortController }>()
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

/** Bytes sent so far of an upload that runs in this page; `undefined` when none does. */
export function useSentBytes(id: string): number | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => running.get(id)?.sent,
  )
}

/** Sends a file to an import, from where it stands. Closing the page breaks it off; the same file goes on later. */
export function useUpload() {
  const client = useQueryClient()
  return useCallback(
    async (current: Import, file: File) => {
      const stop = new AbortController()
      running.set(current.id, { sent: current.received, stop })
      tell()
      try {
        await upload({
          file,
          current,
          signal: stop.signal,
          ask: async () => client.fetchQuery({ ...importQuery(current.id), staleTime: 0 }),
          progress: (sent) => {
            running.set(current.id, { sent, stop })
            tell()
          },
        })
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'AbortError')) {
          const said = isApiError(error) ? error.field('file') : undefined
          if (said && isApiError(error))
            toastError(new ApiError({ ...error.problem, detail: said }), 'This file cannot be imported')
          else toastError(error, 'The file did not get through')
        }
      } finally {
        running.delete(current.id)
        tell()
        void client.invalidateQueries({ queryKey: keys.imports.all })
      }
    },
    [client],
  )
}

export function stopUpload(id: string): void {
  running.get(id)?.stop.abort()
}

/** Warns before the page with a running upload is closed. */
export function useUploadGuard(active: boolean): void {
  const latest = useRef(active)
  latest.current = active
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (latest.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [])
}

/** Announces a file, goes to its import and begins to send it. */
export function useNewImport() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const send = useUpload()
  return useMutation({
    mutationFn: (file: File) =>
      dataOf(api.POST('/imports', { body: { file_name: file.name, size: file.size } })),
    onSuccess: (made, file) => {
      void client.invalidateQueries({ queryKey: importsQuery.queryKey })
      void navigate({
        to: '/settings/$section',
        params: { section: 'imports' },
        search: { import: made.id },
      })
      void send(made, file)
    },
    onError: (error) => toastError(error, 'This file cannot be imported'),
  })
}

type Verb = 'dry_run' | 'start' | 'stop' | 'rollback'

/** What an import can be asked to do. */
export function useImportAction(id: string, verb: Verb) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const params = { params: { path: { id } } }
      switch (verb) {
        case 'dry_run':
          return versioned(await api.POST('/imports/{id}/dry_run', params))
        case 'start':
          return versioned(await api.POST('/imports/{id}/start', params))
        case 'stop':
          return versioned(await api.POST('/imports/{id}/stop', params))
        case 'rollback':
          return versioned(await api.POST('/imports/{id}/rollback', params))
      }
    },
    onSuccess: (next) => {
      client.setQueryData(importQuery(id).queryKey, next)
      void client.invalidateQueries({ queryKey: importsQuery.queryKey })
      void client.invalidateQueries({ queryKey: keys.activity.all })
    },
    onError: (error) => {
      toastError(error)
      // What was saved just before it moved the version on, and a refusal says that something else stands there.
      void client.invalidateQueries({ queryKey: importQuery(id).queryKey })
    },
  })
}

/** Forgets an import that has not begun. */
export function useDiscard(id: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.DELETE('/imports/{id}', { params: { path: { id } } }),
    onSuccess: () => {
      toast('The file was removed; nothing was imported')
      client.removeQueries({ queryKey: keys.imports.detail(id) })
      void client.invalidateQueries({ queryKey: importsQuery.queryKey })
      void navigate({ to: '/settings/$section', params: { section: 'imports' }, search: {} })
    },
    onError: (error) => toastError(error),
  })
}
