import { useQueryClient } from '@tanstack/react-query'
import type { CallDetail, Disposition } from '@/api/types'
import { useCallBack } from '@/features/phone/useCallBack'
import { useShortcuts } from '@/lib/shortcuts'
import type { DialogName } from './CallDialogs'
import { callBack } from './callBack'

interface CallKeys {
  call: CallDetail
  offered: readonly Disposition[]
  enabled: boolean
  choose: (rule: Disposition) => void
  save: () => void
  skip: () => void
  ask: (dialog: DialogName) => void
  focusNote: () => void
  promise: () => void
  leave: () => void
}

/** Every key of the call at hand. Those of features that the desk does not have are not here, so the sheet is true. */
export function useCallKeys(keys: CallKeys): void {
  const { call, enabled } = keys
  const client = useQueryClient()
  const group = 'This call'
  const place = useCallBack()
  useShortcuts(
    [
      ...keys.offered.slice(0, 9).map((rule, index) => ({
        keys: String(index + 1),
        label: rule.label,
        group: 'Outcome',
        run: () => keys.choose(rule),
      })),
      { keys: 'c', label: 'Call back', group, run: () => void callBack(client, call, place) },
      { keys: 'f', label: 'Promise a follow-up', group, run: keys.promise },
      { keys: 'a', label: 'Assign', group, run: () => keys.ask('assign') },
      { keys: 'l', label: 'Link a customer', group, run: () => keys.ask('link') },
      { keys: 'n', label: 'Write a note', group, run: keys.focusNote },
      { keys: 'j', label: 'Next call (skip this one)', group: 'Triage', run: keys.skip },
      { keys: 'e', label: 'Done and next', group: 'Triage', run: keys.save },
      { keys: 'mod+Enter', label: 'Save', group: 'Triage', run: keys.save, whileTyping: true },
      {
        keys: 'Escape',
        label: 'Out of the field, then leave',
        group: 'Triage',
        run: () => stepOut(keys.leave),
        whileTyping: true,
      },
    ],
    enabled,
  )
  useShortcuts(
    [{ keys: 's', label: 'Snooze: another time for the promise', group, run: () => keys.ask('snooze') }],
    enabled && call.promise !== undefined,
  )
}

/** From a field back to the keys; from the keys out of triage. */
function stepOut(leave: () => void) {
  const focused = document.activeElement
  if (focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement) focused.blur()
  else leave()
}
