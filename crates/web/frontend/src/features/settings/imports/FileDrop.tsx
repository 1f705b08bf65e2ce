import { Button } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import i from './imports.module.css'

interface Props {
  onFile: (file: File) => void
  hint: string
  busy?: boolean
  label?: string
}

/** Takes a file from the disk, by button or by dropping it here. */
export function FileDrop({ onFile, hint, busy = false, label = 'Choose a CSV file' }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file && !busy) onFile(file)
  }
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(inside)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition, the button does the same by keyboard
    <div
      className={i.drop}
      data-over={over || undefined}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        take(event.dataTransfer.files)
      }}
    >
      <span className={i.dropIcon} aria-hidden>
        <IconFileUpload size={22} stroke={1.6} />
      </span>
      <div>
        <strong className="desktop-only">Drop a file here</strong>
        <p>{hint}</p>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        aria-label={label}
        onChange={(event) => {
          take(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
      <Button loading={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </div>
  )
}
