import { ActionIcon, Button, Progress } from '@mantine/core'
import {
  IconDownload,
  IconFile,
  IconFileMusic,
  IconFileSpreadsheet,
  IconFileText,
  IconPaperclip,
  IconPhoto,
  IconRefresh,
  IconTrash,
  IconX,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import { useMe } from '@/api/session'
import type { MediaAttachment } from '@/api/types'
import { formatFull } from '@/lib/time'
import { useZone } from '@/lib/zone'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { toastError, toastUndo } from '@/ui/toast'
import c from './media.module.css'
import { attachmentsQuery } from './queries'
import { ACCEPTED, sizeOf } from './upload'
import { type UploadItem, useUploads } from './useUploads'

/** Files of a call: what is there, what is on its way, and a place to drop more. */
export function Attachments({ call }: { call: string }) {
  const { member } = useMe()
  const files = useQuery(attachmentsQuery(call))
  const uploads = useUploads(call)
  const viewer = member.role === 'viewer'
  return (
    <section aria-label="Attachments">
      <h3 style={{ margin: '0 0 4px', fontSize: 13, fontWeight: 600 }}>Attachments</h3>
      {files.isPending && <SkeletonRows rows={2} />}
      {files.isError && !files.data && (
        <ErrorState error={files.error} onRetry={() => void files.refetch()} />
      )}
      <ul className={c.files}>
        {files.data?.map((one) => (
          <FileRow key={one.id} call={call} file={one} />
        ))}
        {uploads.items.map((item) => (
          <UploadRow
            key={item.id}
            item={item}
            onRetry={() => uploads.retry(item.id)}
            onDismiss={() => uploads.dismiss(item.id)}
          />
        ))}
      </ul>
      {!viewer && <Drop onFiles={uploads.add} />}
    </section>
  )
}

function Drop({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(inside)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition, the button does the same by keyboard
    <div
      className={c.drop}
      data-over={over || undefined}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        onFiles(event.dataTransfer.files)
      }}
    >
      <div className={c.dropHead}>
        <p>Drop photos, PDFs or documents here, 25 MB each. Photos lose their location.</p>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept={ACCEPTED}
          aria-label="Files to attach"
          onChange={(event) => {
            onFiles([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <Button
          variant="default"
          leftSection={<IconPaperclip size={14} />}
          onClick={() => input.current?.click()}
        >
          Attach files
        </Button>
      </div>
    </div>
  )
}

function FileRow({ call, file }: { call: string; file: MediaAttachment }) {
  const zone = useZone()
  const client = useQueryClient()
  const fresh = () => void client.invalidateQueries({ queryKey: keys.calls.attachments(call) })
  const restore = useMutation({
    mutationFn: () => api.POST('/attachments/{id}/restore', { params: { path: { id: file.id } } }),
    onSuccess: fresh,
    onError: (error) => toastError(error, 'The file did not come back'),
  })
  const remove = useMutation({
    mutationFn: () => api.DELETE('/attachments/{id}', { params: { path: { id: file.id } } }),
    onSuccess: () => {
      fresh()
      toastUndo(`${file.name} removed`, () => restore.mutate())
    },
    onError: (error) => toastError(error, 'The file was not removed'),
  })
  const facts = [
    sizeOf(file.size_bytes),
    ...(file.width && file.height ? [`${file.width} × ${file.height}`] : []),
    ...(file.taken_at ? [`taken ${formatFull(file.taken_at, zone)}`] : []),
    ...(file.added_by ? [file.added_by.name] : []),
  ]
  return (
    <li>
      <Thumbnail file={file} />
      <span>
        <a className={c.fileName} href={file.download_url} download title={file.name}>
          {file.name}
        </a>
        <span className={`num ${c.fileFacts}`}>{facts.join(' · ')}</span>
      </span>
      <span className={c.fileTools}>
        <ActionIcon component="a" href={file.download_url} download aria-label={`Download ${file.name}`}>
          <IconDownload size={16} stroke={1.6} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Remove ${file.name}`}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </span>
    </li>
  )
}

function Thumbnail({ file }: { file: MediaAttachment }) {
  const Icon = iconOf(file.kind)
  return (
    <span className={c.thumb} aria-hidden>
      {file.thumbnail_url ? (
        <img src={file.thumbnail_url} alt="" loading="lazy" />
      ) : (
        <Icon size={19} stroke={1.5} />
      )}
    </span>
  )
}

function iconOf(kind: MediaAttachment['kind']): typeof IconFile {
  if (kind === 'gif' || kind === 'heic') return IconPhoto
  if (kind === 'csv' || kind === 'xlsx') return IconFileSpreadsheet
  if (kind === 'mp3' || kind === 'wav' || kind === 'm4a' || kind === 'ogg') return IconFileMusic
  if (kind === 'pdf' || kind === 'text' || kind === 'docx') return IconFileText
  return IconFile
}

function UploadRow({
  item,
  onRetry,
  onDismiss,
}: {
  item: UploadItem
  onRetry: () => void
  onDismiss: () => void
}) {
  const percent = Math.round(item.share * 100)
  return (
    <li>
      <span className={c.thumb} aria-hidden>
        <IconFile size={19} stroke={1.5} />
      </span>
      <span>
        <span className={c.fileName} title={item.file.name}>
          {item.file.name}
        </span>
        {item.error ? (
          <span className={c.fileFacts} data-tone="bad" role="alert">
            {item.error}
          </span>
        ) : (
          <Progress
            value={percent}
            size="sm"
            mt={5}
            aria-label={`${item.file.name}, ${percent} percent sent`}
          />
        )}
      </span>
      <span className={c.fileTools}>
        {item.error && (
          <ActionIcon aria-label={`Send ${item.file.name} again`} onClick={onRetry}>
            <IconRefresh size={16} stroke={1.6} />
          </ActionIcon>
        )}
        {item.error && (
          <ActionIcon aria-label={`Forget ${item.file.name}`} onClick={onDismiss}>
            <IconX size={16} stroke={1.6} />
          </ActionIcon>
        )}
      </span>
    </li>
  )
}
