import { Button, SegmentedControl } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useIsFetching } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { keys } from '@/api/keys'
import { useMe } from '@/api/session'
import { PeriodPicker } from '@/features/reports/PeriodPicker'
import { periodOf } from '@/features/reports/search'
import { oneOf } from '@/lib/url'
import { useZone } from '@/lib/zone'
import { SectionFrame } from '../SectionFrame'
import c from './compliance.module.css'
import { DncReport } from './DncReport'
import { RecordingReport } from './RecordingReport'
import { SendersReport } from './SendersReport'
import { type ComplianceSearch, REPORT_KINDS } from './search'

/** How the rules of contact and of recording were kept, in figures that can be handed on. */
export default function ComplianceSection() {
  const { type = 'dnc', period: key, from, to } = useSearch({ from: '/desk/settings/$section' })
  const { workspace } = useMe()
  const navigate = useNavigate()
  const zone = useZone()
  const [asked, setAsked] = useState(() => Date.now())
  const days = useMemo(
    () => ({ ...(key ? { period: key } : {}), ...(from && to ? { from, to } : {}) }),
    [key, from, to],
  )
  const period = useMemo(() => periodOf(days, asked, zone), [days, asked, zone])
  const refreshing = useIsFetching({ queryKey: keys.consent.reports }) > 0
  const go = ({ type: next, ...rest }: ComplianceSearch) => {
    const search = { ...rest, ...(next && next !== 'dnc' ? { type: next } : {}) }
    void navigate({ to: '/settings/$section', params: { section: 'compliance' }, search, replace: true })
  }
  const label = REPORT_KINDS.find((kind) => kind.key === type)?.label
  return (
    <div className={c.paper}>
      <SectionFrame
        title="Compliance"
        text="How the rules of contact and of recording were kept, in figures for whoever asks."
        action={
          <Button
            className={c.screen}
            variant="default"
            leftSection={<IconPrinter size={15} />}
            onClick={() => window.print()}
          >
            Print
          </Button>
        }
      >
        <div className={`${c.tools} ${c.screen}`}>
          <SegmentedControl
            aria-label="Report"
            value={type}
            onChange={(value) => {
              const next = oneOf(
                value,
                REPORT_KINDS.map((kind) => kind.key),
              )
              go({ ...days, ...(next ? { type: next } : {}) })
            }}
            data={REPORT_KINDS.map((kind) => ({ value: kind.key, label: kind.label }))}
          />
          {type !== 'a2p' && (
            <PeriodPicker
              search={days}
              onChange={({ table: _table, ...picked }) => {
                setAsked(Date.now())
                go({ ...picked, type })
              }}
              refreshing={refreshing}
              onRefresh={() => setAsked(Date.now())}
            />
          )}
        </div>
        <p className={c.paperOnly}>
          {workspace.name}: {label}
        </p>
        {type === 'dnc' && <DncReport period={period} />}
        {type === 'recording' && <RecordingReport period={period} />}
        {type === 'a2p' && <SendersReport />}
      </SectionFrame>
    </div>
  )
}
