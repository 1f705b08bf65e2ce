import { Button, FileInput, Modal } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import { api, dataOf } from '@/api/client'
import { isApiError, messageOf } from '@/api/problem'
import s from '@/features/consent/consent.module.css'
import { useConsentChange } from '@/features/consent/queries'

/** The longest text that one request may carry. */
const MOST_LETTERS = 900_000

/** Takes in a list of numbers, and tells which rows could not be read. */
export function ImportListDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const take = useConsentChange(async (chosen: File) => {
    const csv = await chosen.text()
    return dataOf(api.POST('/dnc/import', { body: { csv } }))
  }, 'The list was not taken in')
  const tooLarge = file !== null && file.size > MOST_LETTERS
  const refused = isApiError(take.error) ? (take.error.field('csv') ?? messageOf(take.error)) : undefined
  const outcome = take.data
  return (
    <Modal opened onClose={onClose} title="Import a do-not-contact list" size="md">
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (file) take.mutate(file)
        }}
      >
        <FileInput
          label="CSV file"
          description="A column “number”, and “reason” and “words” if there are any; or numbers alone. 2,000 rows at most."
          placeholder="Choose a file"
          accept=".csv,text/csv,text/plain"
          leftSection={<IconFileText size={15} />}
          value={file}
          error={tooLarge ? 'The file is too large; send it in parts' : refused}
          onChange={(chosen) => {
            setFile(chosen)
            take.reset()
          }}
        />
        {outcome && (
          <div className={s.note} data-tone={outcome.errors.length > 0 ? 'warn' : undefined} role="status">
            <p>
              <b className="num">{outcome.added}</b> added, <b className="num">{outcome.already}</b> were on
              the list already
              {outcome.errors.length > 0 && `, ${outcome.errors.length} rows left out:`}
            </p>
            {outcome.errors.length > 0 && (
              <ul className={s.wrong}>
                {outcome.errors.map((error) => (
                  <li key={`${error.line}-${error.column}`}>
                    Line {error.line}, {error.column}: {error.message}
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
        <div className={s.foot}>
          <Button variant="default" onClick={onClose}>
            {outcome ? 'Close' : 'Cancel'}
          </Button>
          {!outcome && (
            <Button type="submit" loading={take.isPending} disabled={!file || tooLarge}>
              Import
            </Button>
          )}
        </div>
      </form>
    </Modal>
  )
}
