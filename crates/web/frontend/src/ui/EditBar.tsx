import { Button } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { isApiError, messageOf } from '@/api/problem'
import { type Change, printValue } from '@/lib/diff'
import { useShortcuts } from '@/lib/shortcuts'
import type { EditedDocument } from '@/lib/useDocument'
import c from './EditBar.module.css'
import { Kbd } from './Kbd'
import { UnsavedGuard } from './UnsavedGuard'

interface Props<T> {
  document: EditedDocument<T>
  /** What is wrong on this page, so that saving is pointless; undefined when all is well. */
  problem?: string | undefined
  saveLabel?: string
}

const SHOWN = 6

/**
 * Below an editor: saves, takes back, tells what failed, and what somebody else changed meanwhile. Nothing to see while
 * nothing is changed.
 */
export function EditBar<T>({ document, problem, saveLabel = 'Save changes' }: Props<T>) {
  const { dirty, saving, save, discard, error, theirs } = document
  const blocked = problem !== undefined || theirs !== undefined
  useShortcuts(
    [{ keys: 'mod+Enter', label: 'Save', group: 'This page', run: () => void save(), whileTyping: true }],
    dirty && !saving && !blocked,
  )
  return (
    <>
      <UnsavedGuard dirty={dirty && !saving} />
      {(dirty || theirs) && (
        <div className={c.bar} data-bottom-bar>
          {theirs && <Conflict document={document} changes={theirs} />}
          {!theirs && (
            <div className={c.line}>
              <p
                className={c.message}
                role={error || problem ? 'alert' : undefined}
                data-bad={Boolean(error || problem) || undefined}
              >
                {problem ?? (error ? failureOf(error) : 'You have unsaved changes.')}
              </p>
              <Button variant="default" onClick={discard} disabled={saving}>
                Discard
              </Button>
              <Button
                onClick={() => void save()}
                loading={saving}
                disabled={blocked || !dirty}
                rightSection={<Kbd keys="mod+Enter" />}
              >
                {saveLabel}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  )
}

function failureOf(error: unknown): string {
  const fields = isApiError(error) ? (error.problem.errors?.length ?? 0) : 0
  return fields > 1 ? `${fields} fields need another look.` : messageOf(error)
}

function Conflict<T>({ document, changes }: { document: EditedDocument<T>; changes: Change[] }) {
  return (
    <div role="alert">
      <p className={c.title}>
        <IconArrowsSplit2 size={16} aria-hidden /> Somebody else saved this first. Your changes are still
        here.
      </p>
      <ul className={c.changes}>
        {changes.slice(0, SHOWN).map((change) => (
          <li key={change.path}>
            <code>{change.path}</code> <s>{printValue(change.before)}</s> <b>{printValue(change.after)}</b>
          </li>
        ))}
        {changes.length > SHOWN && <li>and {changes.length - SHOWN} more</li>}
      </ul>
      <div className={c.line}>
        <span className="grow" />
        <Button variant="default" onClick={document.takeTheirs}>
          Drop mine, show theirs
        </Button>
        <Button onClick={document.keepMine}>Put mine on top of theirs</Button>
      </div>
    </div>
  )
}
