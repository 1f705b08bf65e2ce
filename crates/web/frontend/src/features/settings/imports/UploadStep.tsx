import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { SettingsCard } from '../SectionFrame'
import c from '../settings.module.css'
import { FileDrop } from './FileDrop'
import i from './imports.module.css'
import type { VersionedImport } from './queries'
import { stopUpload, useSentBytes, useUpload, useUploadGuard } from './useImport'
import { bytesWords } from './words'

/** The file is on its way, or broke off and waits to go on. */
export function UploadStep({ one }: { one: VersionedImport }) {
  const sent = useSentBytes(one.id)
  const send = useUpload()
  const [wrong, setWrong] = useState('')
  useUploadGuard(sent !== undefined)
  if (sent !== undefined) {
    const percent = Math.floor((sent / one.size) * 100)
    return (
      <SettingsCard
        title="Uploading"
        text="Keep this page open. If the line breaks, the upload goes on by itself."
        aside={
          <Button variant="default" onClick={() => stopUpload(one.id)}>
            Stop
          </Button>
        }
      >
        <Progress value={percent} size="lg" aria-label="Upload" />
        <p className={`${i.progressText} num`} role="status">
          {bytesWords(sent)} of {bytesWords(one.size)} · {percent}%
        </p>
      </SettingsCard>
    )
  }
  const goOn = (file: File) => {
    if (file.size !== one.size || file.name !== one.file_name) {
      setWrong(`That is another file. Choose ${one.file_name} with ${bytesWords(one.size)}.`)
      return
    }
    setWrong('')
    void send(one, file)
  }
  return (
    <SettingsCard
      title={one.received >= one.size ? 'This file cannot be read' : 'The upload broke off'}
      text={
        one.received >= one.size
          ? 'All of it is here, but it is no call log in CSV. Discard it and choose another file.'
          : `${bytesWords(one.received)} of ${bytesWords(one.size)} are here. Choose the same file to go on from there.`
      }
    >
      {one.received < one.size && (
        <FileDrop
          label="Go on with the file"
          hint={`${one.file_name}, ${bytesWords(one.size)}`}
          onFile={goOn}
        />
      )}
      {wrong && (
        <p className={c.error} role="alert">
          {wrong}
        </p>
      )}
    </SettingsCard>
  )
}
