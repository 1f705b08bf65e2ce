import { Tabs } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { isApiError } from '@/api/problem'
import type { CallDetail } from '@/api/types'
import { useLiveMessages } from '@/api/useLive'
import { CALL_TABS, type CallTab } from '@/features/calls/search'
import { ErrorState } from '@/ui/ErrorState'
import { SkeletonRows } from '@/ui/SkeletonRows'
import { CallHeader, type Neighbours } from './CallHeader'
import c from './call.module.css'
import { callQuery } from './queries'
import { DetailsTab } from './tabs/DetailsTab'
import { HistoryTab } from './tabs/HistoryTab'
import { JobTab } from './tabs/JobTab'
import { RecordingTab } from './tabs/RecordingTab'
import { SummaryTab } from './tabs/SummaryTab'
import { TranscriptTab } from './tabs/TranscriptTab'
import { useCallEditor } from './useCallEditor'

const LABELS: Record<CallTab, string> = {
  summary: 'Summary',
  recording: 'Recording',
  transcript: 'Transcript',
  details: 'Details',
  history: 'History',
  job: 'Job',
}

interface Props {
  id: string
  tab: CallTab
  onTab: (tab: CallTab) => void
  /** Without one, this is a page of its own. */
  onClose?: () => void
  neighbours?: Neighbours
}

/** Everything about one call, in the drawer beside a list or on its own page. */
export function CallView({ id, ...rest }: Props) {
  const call = useQuery(callQuery(id))
  useFreshCall(id)
  if (call.isPending) return <SkeletonRows rows={9} height={44} />
  if (call.isError && !call.data) {
    const gone = isApiError(call.error, 404)
    return (
      <ErrorState
        title={gone ? 'There is no such call' : 'The call could not be loaded'}
        error={call.error}
        {...(gone && rest.onClose
          ? { onRetry: rest.onClose, retryLabel: 'Back to the list' }
          : { onRetry: () => void call.refetch() })}
      />
    )
  }
  return <Loaded call={call.data} {...rest} />
}

/** Asks for the call again when somebody else changed it. */
function useFreshCall(id: string) {
  const client = useQueryClient()
  useLiveMessages((message) => {
    if ((message.type === 'call_claimed' || message.type === 'call_released') && message.call_id === id) {
      void client.invalidateQueries({ queryKey: keys.calls.detail(id) })
      return
    }
    if (message.type !== 'call_updated' || message.call.id !== id) return
    const known = client.getQueryData<CallDetail>(keys.calls.detail(id))
    if (known && known.version >= message.call.version) return
    void client.invalidateQueries({ queryKey: keys.calls.detail(id) })
  })
}

function Loaded({ call, tab, onTab, onClose, neighbours }: Omit<Props, 'id'> & { call: CallDetail }) {
  const editor = useCallEditor(call)
  return (
    <div className={c.root}>
      <CallHeader
        call={call}
        editor={editor}
        {...(onClose ? { onClose } : {})}
        {...(neighbours ? { neighbours } : {})}
      />
      <Tabs
        value={tab}
        onChange={(next) => next && onTab(next as CallTab)}
        keepMounted={false}
        classNames={{ root: c.tabs ?? '', list: c.tabList ?? '', tab: c.tab ?? '', panel: c.panel ?? '' }}
      >
        <Tabs.List>
          {CALL_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {LABELS[name]}
              {name === 'job' && call.job_id && <i className={c.tabDot} role="img" aria-label="linked" />}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="summary" tabIndex={0}>
          <SummaryTab call={call} editor={editor} />
        </Tabs.Panel>
        <Tabs.Panel value="recording" tabIndex={0}>
          <RecordingTab call={call} />
        </Tabs.Panel>
        <Tabs.Panel value="transcript" tabIndex={0}>
          <TranscriptTab call={call} />
        </Tabs.Panel>
        <Tabs.Panel value="details" tabIndex={0}>
          <DetailsTab call={call} />
        </Tabs.Panel>
        <Tabs.Panel value="history" tabIndex={0}>
          <HistoryTab call={call} />
        </Tabs.Panel>
        <Tabs.Panel value="job" tabIndex={0}>
          <JobTab call={call} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}
